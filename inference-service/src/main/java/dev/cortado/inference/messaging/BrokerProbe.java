package dev.cortado.inference.messaging;

import dev.cortado.inference.meter.MeteringGate;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Asks the broker again and again whether the usage topic is one to meter on ([UsageTopicState]), and tells the
/// [MeteringGate]. So a broker that is down, or would refuse what is appended, is noticed before work is done, and one
/// that comes back is used again without a restart.
public final class BrokerProbe implements AutoCloseable {

    private static final Logger LOG = System.getLogger(BrokerProbe.class.getName());

    private final UsageTopicQuestions broker;
    private final UsageTopicCheck check;
    private final Duration interval;
    private final MeteringGate gate;
    private final Runnable changed;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean closed;

    /// @param changed called when the gate opened or closed, or is closed for another reason
    public BrokerProbe(Settings settings, MeteringGate gate, Runnable changed, InstantSource clock) {
        this(
                new AdminQuestions(settings.bootstrapServers(), settings.topic(), settings.timeMax()),
                settings,
                gate,
                changed,
                clock);
    }

    BrokerProbe(
            UsageTopicQuestions broker, Settings settings, MeteringGate gate, Runnable changed, InstantSource clock) {
        this.broker = broker;
        this.check = new UsageTopicCheck(broker, settings.topic(), settings.topicSettingsInterval());
        this.interval = settings.interval();
        this.gate = gate;
        this.changed = changed;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("broker-probe").daemon(true).start(this::probe);
    }

    /// @param interval between two probes
    /// @param timeMax for one answer of the broker; a probe may ask twice
    /// @param topicSettingsInterval after which the topic's settings are read anew
    public record Settings(
            String bootstrapServers,
            String topic,
            Duration interval,
            Duration timeMax,
            Duration topicSettingsInterval) {}

    private void probe() {
        // Also the first outcome is told: routers may have heard of the node before it, as of one without metering.
        @Nullable String told = null;
        try {
            while (!closed) {
                switch (check.check(clock.instant())) {
                    case UsageTopicState.Fit() -> gate.probeAcknowledged(clock.instant());
                    case UsageTopicState.Unfit(var reason) -> gate.probeRefused(reason);
                    case UsageTopicState.Unanswered() -> {}
                }
                String reason = gate.closedBecause(clock.instant()).orElse("");
                if (!reason.equals(told)) {
                    told = reason;
                    tell(reason);
                }
                Thread.sleep(interval);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String reason) {
        if (reason.isEmpty()) {
            LOG.log(Level.INFO, "usage events can be appended");
        } else {
            LOG.log(Level.WARNING, "no usage is metered and new work is refused: " + reason);
        }
        changed.run();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        broker.close();
    }
}
