package dev.cortado.inference.client;

import com.google.protobuf.Message;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;

/// gRPC calls to one Open Inference server, for threads that may block.
final class InferCalls implements AutoCloseable {

    private final GrpcClient client;
    private final SocketAddress address;
    private final OpenInferenceSettings settings;

    InferCalls(Vertx vertx, OpenInferenceSettings settings) {
        this.settings = settings;
        this.address = SocketAddress.inetSocketAddress(
                settings.port(), settings.address().getHost());
        this.client = GrpcClient.client(
                vertx,
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setSsl(settings.tls())
                        .setUseAlpn(settings.tls())
                        .setConnectTimeout((int) settings.connectTimeMax().toMillis()));
    }

    /// One message for one message.
    <A extends Message, Q extends Message> A ask(ServiceMethod<A, Q> method, Q question) {
        InferAnswers<A> answers = send(method, question);
        try {
            A answer = answers.next(settings.answerTimeMax());
            if (answer == null) {
                throw new RemoteFailure(Kind.GARBAGE, "the server's answer is empty");
            }
            return answer;
        } finally {
            answers.abort();
        }
    }

    /// Sends a question whose answers are read one after the other.
    <A extends Message, Q extends Message> InferAnswers<A> send(ServiceMethod<A, Q> method, Q question) {
        InferAnswers<A> answers = new InferAnswers<>(this::failure);
        client.request(address, method).onFailure(answers::broke).onSuccess(request -> {
            try {
                settings.key().value().ifPresent(key -> request.headers().set("authorization", "Bearer " + key));
            } catch (IllegalArgumentException e) {
                request.cancel();
                answers.failed(new RemoteFailure(Kind.NOT_LET_IN, String.valueOf(e.getMessage())));
                return;
            }
            if (answers.begun(request)) {
                request.end(question);
            }
        });
        return answers;
    }

    private RemoteFailure failure(GrpcStatus status, String message) {
        String words = settings.key().words(message);
        String said = words.isEmpty() ? "" : ": " + words;
        return switch (status) {
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                new RemoteFailure(Kind.NOT_LET_IN, "the server does not let this node in (" + status + ")");
            case NOT_FOUND -> new RemoteFailure(Kind.NO_MODEL, "the server does not have it" + said);
            case RESOURCE_EXHAUSTED, UNAVAILABLE ->
                new RemoteFailure(Kind.BUSY, "the server has no capacity (" + status + ")" + said);
            case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION, UNIMPLEMENTED ->
                new RemoteFailure(Kind.NOT_TAKEN, "the server does not take the request (" + status + ")" + said);
            default -> new RemoteFailure(Kind.BROKEN, "the server failed (" + status + ")" + said);
        };
    }

    /// For people.
    String place() {
        return settings.address().getHost() + ":" + settings.port();
    }

    @Override
    public void close() {
        client.close();
    }
}
