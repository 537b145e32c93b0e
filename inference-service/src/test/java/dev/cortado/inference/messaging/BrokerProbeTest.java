package dev.cortado.inference.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.meter.MeteringGate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class BrokerProbeTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String SHORT_OF_REPLICAS =
            "partition 0 of topic usage.v1 has 1 of 3 replicas in sync, and min.insync.replicas demands 2";

    private final FakeUsageTopic broker = new FakeUsageTopic();
    private final MeteringGate gate = new MeteringGate(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private final AtomicInteger changes = new AtomicInteger();

    @Test
    void probe_topicFit_opensTheGateAndTellsIt() throws InterruptedException {
        try (BrokerProbe _ = probe()) {
            await(() -> gate.open(NOW));
            await(() -> changes.get() == 1);
        }
        assertTrue(broker.closed);
    }

    @Test
    void probe_tooFewReplicasInSync_closesTheGateUntilTheyAreBack() throws InterruptedException {
        try (BrokerProbe _ = probe()) {
            await(() -> changes.get() == 1);
            broker.turn(0, true, 1);
            await(() -> changes.get() == 2);
            assertEquals(Optional.of(SHORT_OF_REPLICAS), gate.closedBecause(NOW));
            broker.turn(0, true, 2);
            await(() -> changes.get() == 3);
            assertTrue(gate.open(NOW));
        }
    }

    @Test
    void probe_stampedByTheSender_neverOpensTheGate() throws InterruptedException {
        broker.timestampType = "CreateTime";
        try (BrokerProbe _ = probe()) {
            await(() -> changes.get() == 1);
            String reason = gate.closedBecause(NOW).orElseThrow();
            assertTrue(reason.contains("LogAppendTime"), reason);
        }
    }

    @Test
    void probe_brokerAwayAfterATopicFoundUnfit_keepsTheReason() throws InterruptedException {
        broker.turn(0, true, 1);
        try (BrokerProbe _ = probe()) {
            await(() -> changes.get() == 1);
            broker.descriptionFailure = new TimeoutException();
            Thread.sleep(20);
            assertEquals(Optional.of(SHORT_OF_REPLICAS), gate.closedBecause(NOW));
        }
    }

    private BrokerProbe probe() {
        return new BrokerProbe(
                broker,
                new BrokerProbe.Settings(
                        "unused",
                        FakeUsageTopic.TOPIC,
                        Duration.ofMillis(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10)),
                gate,
                changes::incrementAndGet,
                () -> NOW);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(5);
        }
        assertTrue(condition.getAsBoolean());
    }
}
