package dev.cortado.inference.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.node.Changes;
import dev.cortado.inference.node.HardwareDescription;
import dev.cortado.inference.node.Node;
import dev.cortado.inference.node.Variants;
import dev.cortado.inference.verify.NodeIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportMessagesTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final MeteringGate gate = new MeteringGate(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private final ReportMessages messages = new ReportMessages(node(), gate, () -> NOW);

    @Test
    void report_meteringUnavailable_saysWhy() {
        gate.probeRefused("one of three replicas is in sync");
        assertFalse(messages.report().getMeteringAvailable());
        assertEquals("one of three replicas is in sync", messages.report().getMeteringMessage());
    }

    @Test
    void report_meteringAvailable_hasNoMessage() {
        gate.probeAcknowledged(NOW);
        assertTrue(messages.report().getMeteringAvailable());
        assertEquals("", messages.report().getMeteringMessage());
    }

    private static Node node() {
        Changes changes = new Changes();
        Variants variants = new Variants(
                source -> {
                    throw new IllegalStateException("there is nothing to load");
                },
                List.of(),
                Duration.ofSeconds(1),
                changes::changed,
                (plan, status) -> {});
        return new Node(
                new NodeIdentity(new NodeId("node-1"), new NodeIncarnation("life-1")),
                new PoolId("cpu-small"),
                new HardwareDescription("cpu", "test", 1, 1),
                variants,
                changes);
    }
}
