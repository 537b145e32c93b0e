package dev.cortado.bench.served;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.cortado.contracts.v1.GenerateEvent;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.InferenceServiceGrpc;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.VariantReport;
import dev.cortado.contracts.v1.VariantState;
import dev.cortado.contracts.v1.WatchNodeRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The calls of a node, as a gateway and a router make them, on one event loop.
public final class NodeCalls implements AutoCloseable {

    private static final ServiceName INFERENCE = ServiceName.create(InferenceServiceGrpc.SERVICE_NAME);
    private static final ServiceMethod<GenerateEvent, GenerateRequest> GENERATE =
            method("Generate", GenerateEvent.parser());
    private static final ServiceMethod<NodeReport, WatchNodeRequest> WATCH = method("WatchNode", NodeReport.parser());

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final long CLOSE_SECONDS_MAX = 10;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final Context loop = vertx.getOrCreateContext();
    private final SocketAddress node;
    private final GrpcClient client;

    public NodeCalls(int port) {
        this.node = SocketAddress.inetSocketAddress(port, "127.0.0.1");
        HttpClientOptions transport =
                new HttpClientOptions().setHttp2ClearTextUpgrade(false).setHttp2MaxPoolSize(1);
        this.client = GrpcClient.client(vertx, new GrpcClientOptions().setTransportOptions(transport));
    }

    private static <Q extends MessageLite, A> ServiceMethod<A, Q> method(String name, Parser<A> answers) {
        return ServiceMethod.client(INFERENCE, name, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(answers));
    }

    /// What a call may be told while it goes on.
    public interface Call {

        /// Ends it as a client that left does.
        void cancel();
    }

    /// What a call says, on the event loop.
    public interface Listener {

        void event(GenerateEvent event);

        /// It broke, or was never made; nothing follows.
        void broken(String why);
    }

    public Call generate(GenerateRequest request, Listener listener) {
        CompletableFuture<GrpcClientRequest<GenerateRequest, GenerateEvent>> opened = new CompletableFuture<>();
        Consumer<Throwable> broken = cause -> listener.broken(String.valueOf(cause));
        loop.runOnContext(_ -> client.request(node, GENERATE)
                .onFailure(broken::accept)
                .onSuccess(call -> {
                    opened.complete(call);
                    call.exceptionHandler(broken::accept);
                    call.send(request).onFailure(broken::accept).onSuccess(answer -> {
                        answer.exceptionHandler(broken::accept);
                        answer.handler(listener::event);
                    });
                }));
        return () -> {
            var _ = opened.thenAccept(call -> loop.runOnContext(_ -> call.cancel()));
        };
    }

    /// The node's report once it serves the variant.
    public NodeReport awaitServing(String variant, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        String last = "it does not answer";
        while (System.nanoTime() < end) {
            CompletableFuture<NodeReport> first = new CompletableFuture<>();
            loop.runOnContext(_ -> watch(first));
            try {
                NodeReport report = first.get(PAUSE.toMillis() * 10, TimeUnit.MILLISECONDS);
                VariantReport found = report.getVariantsList().stream()
                        .filter(one -> one.getVariantId().equals(variant))
                        .findFirst()
                        .orElse(VariantReport.getDefaultInstance());
                if (found.getState() == VariantState.VARIANT_STATE_READY && report.getMeteringAvailable()) {
                    return report;
                }
                last = found.getState() + " " + found.getStateMessage() + " " + report.getMeteringMessage();
                if (found.getState() == VariantState.VARIANT_STATE_FAILED) {
                    break;
                }
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                last = String.valueOf(e);
            }
            Thread.sleep(PAUSE);
        }
        throw new IllegalStateException("the node does not serve " + variant + ": " + last);
    }

    private void watch(CompletableFuture<NodeReport> first) {
        client.request(node, WATCH).onFailure(first::completeExceptionally).onSuccess(call -> {
            call.exceptionHandler(first::completeExceptionally);
            call.send(WatchNodeRequest.newBuilder().setRouter("bench").build())
                    .onFailure(first::completeExceptionally)
                    .onSuccess(answer -> {
                        answer.exceptionHandler(first::completeExceptionally);
                        answer.handler(report -> {
                            first.complete(report);
                            call.cancel();
                        });
                    });
        });
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
                .join();
    }
}
