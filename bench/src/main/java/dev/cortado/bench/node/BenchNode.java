package dev.cortado.bench.node;

import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.attempt.AttemptFlow;
import dev.cortado.inference.attempt.PreparationPool;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.grpc.InferenceServer;
import dev.cortado.inference.messaging.BrokerProbe;
import dev.cortado.inference.messaging.KafkaUsageLog;
import dev.cortado.inference.messaging.UsageMessages;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.node.Changes;
import dev.cortado.inference.node.HardwareDescription;
import dev.cortado.inference.node.Node;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.node.Variants;
import dev.cortado.inference.verify.NodeIdentity;
import dev.cortado.inference.verify.TokenVerifier;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/// The program of such a node: name, pool, port, variants (comma-separated), slots, microseconds a token, milliseconds
/// by which its clock is off. Brokers and signing keys come by the environment, as for the real service.
public final class BenchNode {

    private static final int CONTEXT_TOKENS = 8_192;
    private static final int USED_TOKENS_MAX = 1_000_000;

    private BenchNode() {}

    public static void main(String[] arguments) {
        String name = arguments[0];
        PoolId pool = new PoolId(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        int slots = Integer.parseInt(arguments[4]);
        Duration beat = Duration.ofNanos(1_000L * Long.parseLong(arguments[5]));
        InstantSource clock =
                InstantSource.offset(InstantSource.system(), Duration.ofMillis(Long.parseLong(arguments[6])));
        String servers = System.getenv("KAFKA_BOOTSTRAP_SERVERS");
        Signer signer = Signer.ofConfiguration(System.getenv("CORTADO_SIGNING_KEYS"));

        Changes changes = new Changes();
        List<VariantPlan> plans = List.of(arguments[3].split(",", -1)).stream()
                .map(id -> new VariantPlan(new VariantId(id), Path.of("none"), CONTEXT_TOKENS, slots))
                .toList();
        ModelLoader loader = source -> new ModelLoader.Loaded(
                new MetronomeEngine(source.name(), slots, beat, clock, source.occupancyChanged()));
        Variants variants = new Variants(loader, plans, Duration.ofMillis(100), changes::changed, (plan, status) -> {});
        Node node = new Node(
                new NodeIdentity(
                        new NodeId(name), new NodeIncarnation(UUID.randomUUID().toString())),
                pool,
                new HardwareDescription(
                        "cpu", "metronome", 1, Runtime.getRuntime().maxMemory()),
                variants,
                changes);
        MeteringGate gate = new MeteringGate(Duration.ofSeconds(2), Duration.ofSeconds(5));
        KafkaUsageLog log = KafkaUsageLog.connect(
                new KafkaUsageLog.Settings(servers, "usage.v1", Duration.ofMillis(1), Duration.ofSeconds(4)),
                new UsageMessages(signer),
                gate,
                clock);
        var _ = new BrokerProbe(
                new BrokerProbe.Settings(
                        servers, "usage.v1", Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(10)),
                gate,
                changes::changed,
                clock);
        AttemptFlow flow = new AttemptFlow(
                node,
                new TokenVerifier(node.identity(), USED_TOKENS_MAX),
                gate,
                log,
                new PreparationPool(1, 1_024, 1_024),
                new Unobserved(),
                clock);
        new InferenceServer(
                        Vertx.vertx(),
                        new InferenceServer.Settings(
                                "127.0.0.1", port, 1, 1 << 20, 64, Duration.ofSeconds(1), 1, 1, 16, 256),
                        node,
                        flow,
                        gate,
                        signer,
                        clock)
                .start()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        variants.loadAll();
    }
}
