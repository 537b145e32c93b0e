package dev.cortado.router.fake;

import dev.cortado.contracts.v1.InferenceServiceGrpc;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.VariantReport;
import dev.cortado.contracts.v1.VariantState;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.grpcio.server.GrpcIoServer;
import java.util.List;

/// A node that only reports: every variant loaded, always idle.
public final class FakeNodeServer {

    public static final String INCARNATION = "life-1";
    private static final long REPORT_EVERY_MILLIS = 500;

    private final NodeReport report;
    private final HttpServer server;

    public FakeNodeServer(Vertx vertx, int port, String node, String pool, List<String> variants) {
        NodeReport.Builder building = NodeReport.newBuilder()
                .setNodeId(node)
                .setNodeIncarnation(INCARNATION)
                .setPoolId(pool)
                .setMeteringAvailable(true);
        variants.forEach(variant -> building.addVariants(VariantReport.newBuilder()
                .setVariantId(variant)
                .setState(VariantState.VARIANT_STATE_READY)
                .setContextTokensMax(8_192)
                .setSlots(4)
                .setQueueDepthMax(16)
                .setTemplateTokensFixed(20)
                .setTemplateTokensPerMessage(5)));
        report = building.build();
        GrpcIoServer grpc = GrpcIoServer.server(vertx);
        grpc.callHandler(
                InferenceServiceGrpc.getWatchNodeMethod(),
                call -> call.handler(_ -> {
                    call.response().write(report);
                    long timer = vertx.setPeriodic(
                            REPORT_EVERY_MILLIS, _ -> call.response().write(report));
                    call.exceptionHandler(_ -> vertx.cancelTimer(timer));
                    call.response().exceptionHandler(_ -> vertx.cancelTimer(timer));
                }));
        server = vertx.createHttpServer()
                .requestHandler(grpc)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public int port() {
        return server.actualPort();
    }
}
