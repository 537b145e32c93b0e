package dev.cortado.gateway.fake;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.server.GrpcServer;
import java.util.concurrent.TimeUnit;

/// Router, node and accounting on loopback ports of one Vert.x of their own.
public final class FakePlatform implements AutoCloseable {

    /// A key of the right form; `keys` of the fake accounting knows its public id.
    public static final String PUBLIC_ID = "demo000000000000";

    public final FakeNode node;
    /// Where hedges go.
    public final FakeNode otherNode;

    public final FakeRouter router;
    public final FakeIssuer issuer;
    public final FakeAccounting accounting = new FakeAccounting();

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer nodeServer;
    private final HttpServer routerServer;
    private final HttpServer accountingServer;

    /// @param firstPort the first of three ports in a row, or 0 for any
    public FakePlatform(int firstPort) {
        issuer = new FakeIssuer(vertx);
        node = new FakeNode(vertx);
        GrpcServer nodeGrpc = GrpcServer.server(vertx);
        node.serve(nodeGrpc);
        nodeServer = listen(nodeGrpc, firstPort);
        otherNode = new FakeNode(vertx);
        GrpcServer otherGrpc = GrpcServer.server(vertx);
        otherNode.serve(otherGrpc);
        router = new FakeRouter(address(nodeServer), address(listen(otherGrpc, 0)));
        GrpcServer routerGrpc = GrpcServer.server(vertx);
        router.serve(routerGrpc);
        routerServer = listen(routerGrpc, firstPort == 0 ? 0 : firstPort + 1);
        GrpcServer accountingGrpc = GrpcServer.server(vertx);
        accounting.serve(accountingGrpc);
        accountingServer = listen(accountingGrpc, firstPort == 0 ? 0 : firstPort + 2);
        accounting.keys.put(PUBLIC_ID, FakeAccounting.tenant("org-demo"));
    }

    /// Everything answers as at first.
    public void reset() {
        router.reset(nodeAddress());
        node.play(FakeNode.says("Hello", ", ", "world"));
        otherNode.play(FakeNode.says("Hello", ", ", "world"));
    }

    /// Runs something on the caller's event loop once this node was asked for an answer.
    public void whenAsked(FakeNode asked, Runnable action) {
        vertx.setTimer(10, _ -> {
            if (asked.generated.isEmpty()) {
                whenAsked(asked, action);
            } else {
                action.run();
            }
        });
    }

    public String nodeAddress() {
        return address(nodeServer);
    }

    public String routerAddress() {
        return address(routerServer);
    }

    public String accountingAddress() {
        return address(accountingServer);
    }

    private HttpServer listen(GrpcServer grpc, int port) {
        try {
            return vertx.createHttpServer(
                            new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                    .requestHandler(grpc)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String address(HttpServer server) {
        return "127.0.0.1:" + server.actualPort();
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
