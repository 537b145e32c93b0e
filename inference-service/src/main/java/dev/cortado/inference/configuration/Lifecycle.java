package dev.cortado.inference.configuration;

import dev.cortado.inference.attempt.AttemptFlow;
import dev.cortado.inference.attempt.PreparationPool;
import dev.cortado.inference.grpc.InferenceServer;
import dev.cortado.inference.http.ServingState;
import dev.cortado.inference.messaging.BrokerProbe;
import dev.cortado.inference.messaging.KafkaUsageLog;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.node.Changes;
import dev.cortado.inference.node.LossWatch;
import dev.cortado.inference.node.Node;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;

/// Starts the node and stops it: first the server, so that routers see it load; then the models, in the background. At
/// the end it refuses new work, hands over what waits, lets what runs finish for a while, meters the rest as failed,
/// and leaves. Where an engine is lost it ends by itself.
@Singleton
class Lifecycle {

    private static final Logger LOG = System.getLogger(Lifecycle.class.getName());
    private static final Duration LAST_APPENDS = Duration.ofSeconds(5);
    private static final long DRAIN_CHECK_MILLIS = 20;
    private static final int EXIT_ENGINE_LOST = 1;
    /// For engines and servers to close.
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final NodeSettings settings;
    private final Node node;
    private final AttemptFlow flow;
    private final InferenceServer server;
    private final ServingState serving;
    private final KafkaUsageLog usageLog;
    private final PreparationPool preparation;
    private final BrokerProbe probe;
    private final LossWatch losses;
    private volatile boolean stopping;

    Lifecycle(
            NodeSettings settings,
            SharedSettings shared,
            Node node,
            AttemptFlow flow,
            InferenceServer server,
            ServingState serving,
            KafkaUsageLog usageLog,
            PreparationPool preparation,
            MeteringGate gate,
            Changes changes) {
        this.settings = settings;
        this.node = node;
        this.flow = flow;
        this.server = server;
        this.serving = serving;
        this.usageLog = usageLog;
        this.preparation = preparation;
        NodeSettings.MeteringSettings metering = settings.metering();
        this.probe = new BrokerProbe(
                new BrokerProbe.Settings(
                        shared.kafkaBootstrapServers(),
                        metering.topic(),
                        metering.probeInterval(),
                        metering.probeTimeMax(),
                        metering.topicSettingsInterval()),
                gate,
                changes::changed,
                InstantSource.system());
        this.losses = new LossWatch(node.variants(), this::end);
        changes.watch(losses::look);
    }

    private void end(String why) {
        if (stopping) {
            LOG.log(Level.ERROR, "{0}, while this process stops", why);
            return;
        }
        LOG.log(Level.ERROR, "{0}; this process ends, so that it is started anew", why);
        Quarkus.asyncExit(EXIT_ENGINE_LOST);
        Thread.ofPlatform().name("last-resort").daemon(true).start(this::halt);
    }

    /// For an end that hangs.
    private void halt() {
        try {
            Thread.sleep(settings.lostEngineDrainTimeMax().plus(orderlyEnd()));
            LOG.log(Level.ERROR, "the process did not end in order, and is halted");
            Runtime.getRuntime().halt(EXIT_ENGINE_LOST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What an orderly end takes at most beside the draining: the last appends, and the log's own end.
    private Duration orderlyEnd() {
        return LAST_APPENDS
                .plus(settings.metering().deliveryTimeout().multipliedBy(2))
                .plus(CLOSING);
    }

    void start(@Observes StartupEvent event) {
        server.start().toCompletionStage().toCompletableFuture().join();
        serving.listening(true);
        LOG.log(
                Level.INFO,
                "node {0} incarnation {1} listens on {2}:{3}",
                node.identity().node(),
                node.identity().incarnation(),
                settings.grpc().host(),
                String.valueOf(server.port()));
        Thread.ofPlatform().name("model-loader").daemon(true).start(node.variants()::loadAll);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        node.drain();
        LOG.log(Level.INFO, "stopping: {0} attempts are open", flow.open());
        awaitNoneOpen(losses.lost() ? settings.lostEngineDrainTimeMax() : settings.drainTimeMax());
        node.variants().close();
        awaitNoneOpen(LAST_APPENDS);
        serving.listening(false);
        server.stop().toCompletionStage().toCompletableFuture().join();
        preparation.close();
        probe.close();
        usageLog.close();
    }

    private void awaitNoneOpen(Duration timeMax) {
        long end = System.nanoTime() + timeMax.toNanos();
        try {
            while (flow.open() > 0 && System.nanoTime() < end) {
                Thread.sleep(DRAIN_CHECK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
