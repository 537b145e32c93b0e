package dev.cortado.inference.grpc;

import dev.cortado.contracts.signature.Signer;
import dev.cortado.inference.attempt.AttemptFlow;
import dev.cortado.inference.grpc.RequestReader.SamplingDefaults;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.node.Node;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/// The node's gRPC server: HTTP/2 in the clear on a port of its own, on several event loops.
public final class InferenceServer {

    private final Vertx vertx;
    private final Settings settings;
    private final GenerateHandler generate;
    private final WatchHandler watch;
    private final CountHandler count;
    private final AtomicInteger port = new AtomicInteger();
    private volatile String deployment = "";

    public InferenceServer(
            Vertx vertx,
            Settings settings,
            Node node,
            AttemptFlow flow,
            MeteringGate gate,
            Signer signer,
            InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.generate = new GenerateHandler(
                vertx,
                flow,
                new RequestReader(
                        new TokenReader(signer),
                        new SamplingDefaults(
                                settings.temperature(),
                                settings.topP(),
                                settings.stopsMax(),
                                settings.stopCharactersMax(),
                                settings.answers())),
                new EventMessages(signer, node.identity()),
                settings.eventsUnwrittenMax());
        this.count = new CountHandler(vertx, flow.profiles());
        this.watch = new WatchHandler(
                vertx, new ReportMessages(node, gate, clock), node.changes(), settings.reportInterval());
    }

    /// @param port 0 for any free one
    /// @param temperature and topP hold where a request is silent
    public record Settings(
            String host,
            int port,
            int eventLoops,
            long messageBytesMax,
            int eventsUnwrittenMax,
            Duration reportInterval,
            double temperature,
            double topP,
            int stopsMax,
            int stopCharactersMax,
            AnswerLimits answers) {

        /// With the default limits of what an answer may be asked to be.
        public Settings(
                String host,
                int port,
                int eventLoops,
                long messageBytesMax,
                int eventsUnwrittenMax,
                Duration reportInterval,
                double temperature,
                double topP,
                int stopsMax,
                int stopCharactersMax) {
            this(
                    host,
                    port,
                    eventLoops,
                    messageBytesMax,
                    eventsUnwrittenMax,
                    reportInterval,
                    temperature,
                    topP,
                    stopsMax,
                    stopCharactersMax,
                    AnswerLimits.DEFAULT);
        }
    }

    public Future<Void> start() {
        return vertx.deployVerticle(Loop::new, new DeploymentOptions().setInstances(settings.eventLoops()))
                .onSuccess(id -> deployment = id)
                .mapEmpty();
    }

    public Future<Void> stop() {
        String id = deployment;
        deployment = "";
        return id.isEmpty() ? Future.succeededFuture() : vertx.undeploy(id);
    }

    public boolean running() {
        return !deployment.isEmpty();
    }

    /// The port it listens on, once started.
    public int port() {
        return port.get();
    }

    private final class Loop extends AbstractVerticle {

        @Override
        public void start(Promise<Void> started) {
            GrpcServer grpc =
                    GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(settings.messageBytesMax()));
            grpc.callHandler(InferenceMethods.GENERATE, generate::handle);
            grpc.callHandler(InferenceMethods.WATCH_NODE, watch::handle);
            grpc.callHandler(InferenceMethods.COUNT_PROFILE, count::handle);
            HttpServer server = vertx.createHttpServer(
                    new HttpServerOptions().setHost(settings.host()).setPort(settings.port()));
            server.requestHandler(grpc)
                    .listen()
                    .onSuccess(listening -> port.set(listening.actualPort()))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
