package dev.cortado.inference.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.contracts.v1.Lane;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.VariantReport;
import dev.cortado.contracts.v1.VariantState;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.node.Changes;
import dev.cortado.inference.node.HardwareDescription;
import dev.cortado.inference.node.Node;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.node.Variants;
import dev.cortado.inference.verify.NodeIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportMessagesTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final MeteringGate gate = new MeteringGate(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private final Node node = node();
    private final ReportMessages messages = new ReportMessages(node, gate, () -> NOW);

    @Test
    void report_saysWhoTheNodeIsAndWhatItRunsOn_andOnceItDrainsSoToo() {
        NodeReport report = messages.report();
        assertEquals("node-1", report.getNodeId());
        assertEquals("life-1", report.getNodeIncarnation());
        assertEquals("gpu-large", report.getPoolId());
        assertEquals("vulkan", report.getHardware().getKind());
        assertEquals("a device", report.getHardware().getDescription());
        assertEquals(3, report.getHardware().getThreads());
        assertEquals(7, report.getHardware().getMemoryBytes());
        assertEquals(List.of(Lane.LANE_REALTIME), report.getLanesList());
        assertFalse(report.getDraining());
        node.drain();
        assertTrue(messages.report().getDraining());
    }

    @Test
    void report_variantThatCannotBeLoaded_isFailedWithTheReason() {
        assertEquals(
                VariantState.VARIANT_STATE_LOADING,
                messages.report().getVariants(0).getState());
        node.variants().loadAll();
        VariantReport variant = messages.report().getVariants(0);
        assertEquals("broken", variant.getVariantId());
        assertEquals(VariantState.VARIANT_STATE_FAILED, variant.getState());
        assertEquals("the file is truncated", variant.getStateMessage());
        assertEquals(100, variant.getContextTokensMax());
        assertFalse(variant.hasDecodeTokensPerSecond(), "not measured is not zero");
    }

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
                source -> new ModelLoader.LoadFailed("the file is truncated"),
                List.of(new VariantPlan(new VariantId("broken"), Path.of("pom.xml"), 100, 2)),
                Duration.ofSeconds(1),
                changes::changed,
                (plan, status) -> {});
        return new Node(
                new NodeIdentity(new NodeId("node-1"), new NodeIncarnation("life-1")),
                new PoolId("gpu-large"),
                new HardwareDescription("vulkan", "a device", 3, 7),
                variants,
                changes);
    }
}
