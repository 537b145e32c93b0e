package dev.cortado.inference.messaging;

import dev.cortado.inference.meter.MeteringGate;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/// Asks the broker again and again whether every partition of the usage topic has a leader and its in-sync replicas,
/// and
/// tells the [MeteringGate] when it does. So a broker that is down is noticed before work is done, and one that comes
/// back is used again without a restart.
public final class BrokerProbe implements AutoCloseable {

    private static final Logger LOG = System.getLogger(BrokerProbe.class.getName());

    private final Admin admin;
    private final String topic;
    private final Duration interval;
    private final Duration timeMax;
    private final MeteringGate gate;
    private final Runnable changed;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean closed;

    /// @param changed called when the gate opened or closed
    public BrokerProbe(Settings settings, MeteringGate gate, Runnable changed, InstantSource clock) {
        this.topic = settings.topic();
        this.interval = settings.interval();
        this.timeMax = settings.timeMax();
        this.gate = gate;
        this.changed = changed;
        this.clock = clock;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) timeMax.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) timeMax.toMillis(),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500L,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "inference-probe"));
        this.thread = Thread.ofPlatform().name("broker-probe").daemon(true).start(this::probe);
    }

    public record Settings(String bootstrapServers, String topic, Duration interval, Duration timeMax) {}

    private void probe() {
        Boolean open = null;
        while (!closed) {
            if (ready()) {
                gate.probeAcknowledged(clock.instant());
            }
            boolean now = gate.open(clock.instant());
            // Also the first outcome is told: routers may have heard of the node before it, as of one without metering.
            if (open == null || now != open) {
                open = now;
                LOG.log(
                        open ? Level.INFO : Level.WARNING,
                        open ? "usage events can be appended" : "usage events cannot be appended: new work is refused");
                changed.run();
            }
            try {
                Thread.sleep(interval);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean ready() {
        try {
            TopicDescription description = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(timeMax.toMillis(), TimeUnit.MILLISECONDS)
                    .get(topic);
            return description != null && description.partitions().stream().allMatch(BrokerProbe::hasLeader);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean hasLeader(TopicPartitionInfo partition) {
        return partition.leader() != null && !partition.isr().isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        admin.close(Duration.ZERO);
    }
}
