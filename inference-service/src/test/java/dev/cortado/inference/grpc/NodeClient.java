package dev.cortado.inference.grpc;

import dev.cortado.contracts.v1.GenerateEvent;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.WatchNodeRequest;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Calls a node as a gateway and a router would.
public final class NodeClient implements AutoCloseable {

    private static final ServiceName SERVICE = ServiceName.create("cortado.v1", "InferenceService");
    private static final ServiceMethod<GenerateEvent, GenerateRequest> GENERATE = ServiceMethod.client(
            SERVICE, "Generate", GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(GenerateEvent.parser()));
    private static final ServiceMethod<NodeReport, WatchNodeRequest> WATCH_NODE = ServiceMethod.client(
            SERVICE, "WatchNode", GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(NodeReport.parser()));

    private final Vertx vertx = Vertx.vertx();
    private final GrpcClient client = GrpcClient.client(vertx);
    private final SocketAddress address;

    public NodeClient(int port) {
        address = SocketAddress.inetSocketAddress(port, "127.0.0.1");
    }

    /// One call of Generate, as far as it came.
    public static final class Call {
        public final List<GenerateEvent> events = new CopyOnWriteArrayList<>();
        public final CountDownLatch accepted = new CountDownLatch(1);
        public final CountDownLatch firstDelta = new CountDownLatch(1);
        final CompletableFuture<Void> end = new CompletableFuture<>();
        volatile Runnable cancellation = () -> {};

        /// The last event, once the stream ended.
        public GenerateEvent last() throws Exception {
            end.get(120, TimeUnit.SECONDS);
            return events.getLast();
        }

        public String text() {
            StringBuilder text = new StringBuilder();
            events.forEach(event -> text.append(event.getDelta().getText()));
            return text.toString();
        }

        public void cancel() {
            cancellation.run();
        }
    }

    public Call generate(GenerateRequest request) {
        Call call = new Call();
        client.request(address, GENERATE)
                .onFailure(call.end::completeExceptionally)
                .onSuccess(grpc -> begin(grpc, request, call));
        return call;
    }

    private static void begin(
            GrpcClientRequest<GenerateRequest, GenerateEvent> grpc, GenerateRequest request, Call call) {
        call.cancellation = grpc::cancel;
        grpc.response().onFailure(call.end::completeExceptionally).onSuccess(response -> {
            response.handler(event -> {
                call.events.add(event);
                call.accepted.countDown();
                if (event.hasDelta()) {
                    call.firstDelta.countDown();
                }
            });
            response.exceptionHandler(call.end::completeExceptionally);
            response.endHandler(call.end::complete);
        });
        grpc.end(request);
    }

    /// Reports as they come.
    public List<NodeReport> watch() {
        List<NodeReport> reports = new CopyOnWriteArrayList<>();
        client.request(address, WATCH_NODE).onSuccess(grpc -> {
            grpc.response().onSuccess(response -> response.handler(reports::add));
            grpc.end(WatchNodeRequest.newBuilder().setRouter("router-1").build());
        });
        return reports;
    }

    @Override
    public void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
