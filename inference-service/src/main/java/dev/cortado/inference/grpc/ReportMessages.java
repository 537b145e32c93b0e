package dev.cortado.inference.grpc;

import com.google.protobuf.Timestamp;
import dev.cortado.contracts.v1.Hardware;
import dev.cortado.contracts.v1.Lane;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.VariantReport;
import dev.cortado.contracts.v1.VariantState;
import dev.cortado.inference.engine.Capability;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.Occupancy;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.node.HardwareDescription;
import dev.cortado.inference.node.Node;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.node.VariantStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What the node says of itself.
final class ReportMessages {

    private static final String STREAM = "stream";

    private final Node node;
    private final MeteringGate gate;
    private final InstantSource clock;

    ReportMessages(Node node, MeteringGate gate, InstantSource clock) {
        this.node = node;
        this.gate = gate;
        this.clock = clock;
    }

    NodeReport report() {
        Instant now = clock.instant();
        Optional<String> closed = gate.closedBecause(now);
        HardwareDescription hardware = node.hardware();
        NodeReport.Builder report = NodeReport.newBuilder()
                .setNodeId(node.identity().node().value())
                .setNodeIncarnation(node.identity().incarnation().value())
                .setPoolId(node.pool().value())
                .setHardware(Hardware.newBuilder()
                        .setKind(hardware.kind())
                        .setDescription(hardware.description())
                        .setThreads(hardware.threads())
                        .setMemoryBytes(hardware.memoryBytes()))
                .addLanes(Lane.LANE_REALTIME)
                .setDraining(node.draining())
                .setMeteringAvailable(closed.isEmpty())
                .setMeteringMessage(closed.orElse(""))
                .setReportedAt(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()));
        for (VariantPlan plan : node.variants().plans()) {
            node.variants().status(plan.id()).ifPresent(status -> report.addVariants(variant(plan, status)));
        }
        return report.build();
    }

    private static VariantReport variant(VariantPlan plan, VariantStatus status) {
        VariantReport.Builder report = VariantReport.newBuilder()
                .setVariantId(plan.id().value())
                .setContextTokensMax(plan.contextTokens())
                .setSlots(plan.slots());
        switch (status) {
            case VariantStatus.Loading(var message) ->
                report.setState(VariantState.VARIANT_STATE_LOADING).setStateMessage(message);
            case VariantStatus.Failed(var reason) ->
                report.setState(VariantState.VARIANT_STATE_FAILED).setStateMessage(reason);
            case VariantStatus.Ready(var engine) -> ready(report, engine);
        }
        return report.build();
    }

    private static void ready(VariantReport.Builder report, Engine engine) {
        EngineDescription description = engine.description();
        Occupancy occupancy = engine.occupancy();
        report.setState(VariantState.VARIANT_STATE_READY)
                .setStateMessage(description.model())
                .setContextTokensMax(description.contextTokens())
                .setSlots(description.slots())
                .setBusySlots(occupancy.busySlots())
                .setQueueDepth(occupancy.queueDepth())
                .setQueueDepthMax(description.queueDepthMax())
                .setTemplateTokensFixed(description.templateOverhead().fixed())
                .setTemplateTokensPerMessage(description.templateOverhead().perMessage())
                .setTemplateTokensTools(description.templateOverhead().tools())
                .setTemplateTokensPerTool(description.templateOverhead().perTool())
                .setChoicesMax(description.capabilities().contains(Capability.N) ? description.slots() : 1)
                .addCapabilities(STREAM);
        description.capabilities().stream().map(Capability::word).sorted().forEach(report::addCapabilities);
        occupancy.prefillTokensPerSecond().ifPresent(report::setPrefillTokensPerSecond);
        occupancy.decodeTokensPerSecond().ifPresent(report::setDecodeTokensPerSecond);
    }
}
