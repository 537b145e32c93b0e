package dev.cortado.router.client;

import io.grpc.MethodDescriptor;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpcio.client.GrpcIoClient;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/// gRPC calls to one address.
public final class Calls {

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    private final Vertx vertx;
    private final GrpcIoClient client;
    private final SocketAddress address;

    /// @param address `host:port`
    public Calls(Vertx vertx, String address) {
        this.vertx = vertx;
        // HTTP/2 at once: gRPC servers other than Vert.x' know no upgrade from HTTP/1.1.
        this.client = GrpcIoClient.client(
                vertx,
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
        this.address = Addresses.parse(address);
    }

    /// One message for one message.
    ///
    /// @param timeout after which the call is cancelled and fails
    /// @return fails with [CallFailed] where the service answers with an error, or not in time
    public <Q, A> CompletionStage<A> unary(MethodDescriptor<Q, A> method, Q message, Duration timeout) {
        Promise<A> promise = Promise.promise();
        AtomicReference<GrpcClientRequest<Q, A>> sent = new AtomicReference<>();
        long timer = vertx.setTimer(Math.max(1, timeout.toMillis()), _ -> {
            promise.tryFail(new CallFailed(method.getFullMethodName() + " got no answer within " + timeout));
            GrpcClientRequest<Q, A> request = sent.get();
            if (request != null) {
                request.cancel();
            }
        });
        client.call(
                        address,
                        method,
                        request -> {
                            sent.set(request);
                            request.end(message);
                        },
                        Calls::onlyMessage)
                .onComplete(answer -> {
                    vertx.cancelTimer(timer);
                    if (answer.succeeded()) {
                        promise.tryComplete(answer.result());
                    } else {
                        promise.tryFail(answer.cause());
                    }
                });
        return promise.future().toCompletionStage();
    }

    /// Opens a stream of messages.
    ///
    /// @param opened takes the request, by which the stream can be cancelled
    /// @param answered takes the stream's answer, before any message of it
    <Q, A> Future<Void> open(
            MethodDescriptor<Q, A> method,
            Handler<GrpcClientRequest<Q, A>> opened,
            Handler<GrpcClientResponse<Q, A>> answered) {
        return client.call(address, method, opened, response -> {
            answered.handle(response);
            return Future.succeededFuture();
        });
    }

    private static <Q, A> Future<A> onlyMessage(GrpcClientResponse<Q, A> response) {
        Promise<A> promise = Promise.promise();
        AtomicReference<A> message = new AtomicReference<>();
        response.handler(message::set);
        response.exceptionHandler(promise::tryFail);
        response.endHandler(_ -> {
            A received = message.get();
            if (response.status() == GrpcStatus.OK && received != null) {
                promise.tryComplete(received);
            } else {
                promise.tryFail(new CallFailed(
                        "status " + response.status() + ": " + response.statusMessage(), response.status()));
            }
        });
        return promise.future();
    }
}
