package dev.cortado.inference.grpc;

import dev.cortado.contracts.v1.GenerateEvent;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.WatchNodeRequest;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
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
    private final GrpcClient client;
    private final SocketAddress address;

    public NodeClient(int port) {
        this(port, Http2Settings.DEFAULT_INITIAL_WINDOW_SIZE);
    }

    /// @param windowBytes what the server may send before this client reads
    public NodeClient(int port, int windowBytes) {
        client = GrpcClient.client(
                vertx,
                new HttpClientOptions()
                        .setInitialSettings(new Http2Settings().setInitialWindowSize(windowBytes))
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false));
        address = SocketAddress.inetSocketAddress(port, "127.0.0.1");
    }

    /// One call of Generate, as far as it came.
    public static final class Call {
        public final List<GenerateEvent> events = new CopyOnWriteArrayList<>();
        public final CountDownLatch accepted = new CountDownLatch(1);
        public final CountDownLatch firstDelta = new CountDownLatch(1);
        final CompletableFuture<Void> end = new CompletableFuture<>();
        volatile Runnable cancellation = () -> {};
        volatile Runnable reading = () -> {};

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

        /// Reads on after a call that does not read by itself.
        public void read() {
            reading.run();
        }

        public void cancel() {
            cancellation.run();
        }
    }

    public Call generate(GenerateRequest request) {
        return generate(request, true);
    }

    /// @param reads whether events are read as they come; else they wait for [Call#read]
    public Call generate(GenerateRequest request, boolean reads) {
        Call call = new Call();
        client.request(address, GENERATE)
                .onFailure(call.end::completeExceptionally)
                .onSuccess(grpc -> begin(grpc, request, call, reads));
        return call;
    }

    private static void begin(
            GrpcClientRequest<GenerateRequest, GenerateEvent> grpc, GenerateRequest request, Call call, boolean reads) {
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
            if (!reads) {
                response.pause();
                call.reading = response::resume;
            }
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
