package dev.cortado.inference.configuration;

import com.sun.management.OperatingSystemMXBean;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.inference.attempt.AttemptFlow;
import dev.cortado.inference.attempt.PreparationPool;
import dev.cortado.inference.batching.ThreadTurns;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.gguf.TensorType;
import dev.cortado.inference.grammar.SchemaLimits;
import dev.cortado.inference.grpc.AnswerLimits;
import dev.cortado.inference.grpc.InferenceServer;
import dev.cortado.inference.http.InferenceMetrics;
import dev.cortado.inference.http.ServingState;
import dev.cortado.inference.llama.LlamaLibrary;
import dev.cortado.inference.llama.LlamaLoader;
import dev.cortado.inference.llama.MemoryLimits;
import dev.cortado.inference.messaging.KafkaUsageLog;
import dev.cortado.inference.messaging.UsageMessages;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.node.Changes;
import dev.cortado.inference.node.HardwareDescription;
import dev.cortado.inference.node.Node;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.node.VariantStatus;
import dev.cortado.inference.node.Variants;
import dev.cortado.inference.template.JinjavaTemplates;
import dev.cortado.inference.verify.NodeIdentity;
import dev.cortado.inference.verify.TokenVerifier;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;

/// Puts the parts together.
@Singleton
class Wiring {

    private static final int WHOLE_PERCENT = 100;

    private static final long MIB = 1 << 20;
    private static final Logger LOG = System.getLogger(Wiring.class.getName());

    private final NodeSettings settings;
    private final SharedSettings shared;
    private final InstantSource clock = InstantSource.system();

    Wiring(NodeSettings settings, SharedSettings shared) {
        this.settings = settings;
        this.shared = shared;
    }

    @Produces
    @Singleton
    Signer signer() {
        return Signer.ofConfiguration(shared.signingKeys());
    }

    @Produces
    @Singleton
    ServingState servingState() {
        return new ServingState();
    }

    @Produces
    @Singleton
    Changes changes() {
        return new Changes();
    }

    @Produces
    @Singleton
    InferenceMetrics metrics(MeterRegistry registry) {
        return new InferenceMetrics(registry);
    }

    @Produces
    @Singleton
    MeteringGate gate(InferenceMetrics metrics) {
        MeteringGate gate = new MeteringGate(
                settings.metering().silenceMax(), settings.metering().closedAfterFailure());
        metrics.watch(gate, clock);
        return gate;
    }

    @Produces
    @Singleton
    LlamaLibrary library() {
        LlamaLibrary library = LlamaLibrary.open(
                shared.engineLibraryDirectory(),
                Catalogue.read(shared.catalogueFile()).library(Catalogue.thisPlatform()),
                new LlamaLibrary.ComputeThreads(threads(), settings.threadPollLevel()));
        LOG.log(Level.INFO, "{0} with {1} compute threads", library.describe(), threads());
        return library;
    }

    @Produces
    @Singleton
    ModelLoader loader(Instance<LlamaLibrary> library, InferenceMetrics metrics, Vertx vertx) {
        if (engine().isRemote()) {
            return new RemoteWiring(settings, clock)
                    .loader(engine(), Catalogue.read(shared.catalogueFile()), metrics, vertx);
        }
        return new LlamaLoader(
                library.get(),
                new JinjavaTemplates(),
                settings.batching().limits(),
                memoryLimits(),
                new ThreadTurns(),
                metrics::steps,
                clock,
                new SchemaLimits(
                        settings.sampling().schemaDepthMax(),
                        settings.sampling().grammarRulesMax(),
                        settings.sampling().grammarWaysMax()));
    }

    private MemoryLimits memoryLimits() {
        NodeSettings.MemorySettings memory = settings.memory();
        return new MemoryLimits(
                memory.check(),
                bytes(memory.modelMib()),
                bytes(memory.kvCacheMib()),
                TensorType.valueOf(memory.kvCacheType().toUpperCase(Locale.ROOT)),
                bytes(memory.deviceMib()));
    }

    private static OptionalLong bytes(OptionalLong mebibytes) {
        return mebibytes.isEmpty() ? mebibytes : OptionalLong.of(Math.multiplyExact(mebibytes.getAsLong(), MIB));
    }

    @Produces
    @Singleton
    Variants variants(ModelLoader loader, Changes changes, InferenceMetrics metrics) {
        Catalogue catalogue = Catalogue.read(shared.catalogueFile());
        List<VariantPlan> plans = settings.variants().stream()
                .map(String::strip)
                .map(id -> plan(catalogue, id))
                .toList();
        Variants variants = new Variants(loader, plans, settings.fileCheckInterval(), changes::changed, Wiring::log);
        metrics.watch(variants);
        return variants;
    }

    private VariantPlan plan(Catalogue catalogue, String id) {
        VariantPlan plan = catalogue.plan(id, shared.modelsDirectory(), settings.verifyChecksums());
        if (catalogue.remoteModel(id).isPresent() != engine().isRemote()) {
            throw new IllegalStateException("cortado.inference.variants: the catalogue's variant '" + id + "' is "
                    + (engine().isRemote() ? "no model on a server" : "a model on a server")
                    + ", which the engine '" + settings.engine() + "' of this node does not serve");
        }
        return plan;
    }

    private EngineKind engine() {
        return EngineKind.of(settings.engine());
    }

    @Produces
    @Singleton
    Node node(Variants variants, Changes changes, Instance<LlamaLibrary> library) {
        NodeIdentity identity = new NodeIdentity(
                new NodeId(settings.node()),
                new NodeIncarnation(UUID.randomUUID().toString()));
        return new Node(identity, new PoolId(settings.pool()), hardware(library), variants, changes);
    }

    private HardwareDescription hardware(Instance<LlamaLibrary> library) {
        HardwareDescription found =
                engine().isRemote() ? new RemoteWiring(settings, clock).hardware() : hardware(library.get());
        HardwareSettings said = settings.hardware();
        return new HardwareDescription(
                said.kind().orElse(found.kind()),
                said.description().orElse(found.description()),
                said.threads().orElse(found.threads()),
                bytes(said.memoryMib()).orElse(found.memoryBytes()));
    }

    private HardwareDescription hardware(LlamaLibrary library) {
        long memoryBytes =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return library.accelerator()
                .map(device -> new HardwareDescription(
                        device.kind(),
                        device.description() + ", beside " + library.describe(),
                        threads(),
                        device.totalBytes()))
                .orElseGet(() -> new HardwareDescription("cpu", library.describe(), threads(), memoryBytes));
    }

    @Produces
    @Singleton
    KafkaUsageLog usageLog(Signer signer, MeteringGate gate) {
        NodeSettings.MeteringSettings metering = settings.metering();
        return KafkaUsageLog.connect(
                new KafkaUsageLog.Settings(
                        shared.kafkaBootstrapServers(),
                        metering.topic(),
                        metering.linger(),
                        metering.deliveryTimeout()),
                new UsageMessages(signer),
                gate,
                clock);
    }

    @Produces
    @Singleton
    PreparationPool preparation() {
        int threads = engine().isRemote()
                ? settings.remote().countThreads()
                : settings.preparation().threads();
        int most = settings.preparation().queueDepthMax();
        int percent = settings.batching().tenantShareMaxPercent();
        return new PreparationPool(threads, most, Math.ceilDiv(most * percent, WHOLE_PERCENT));
    }

    @Produces
    @Singleton
    AttemptFlow flow(
            Node node, MeteringGate gate, KafkaUsageLog log, PreparationPool preparation, InferenceMetrics metrics) {
        TokenVerifier verifier = new TokenVerifier(node.identity(), settings.usedTokensMax());
        return new AttemptFlow(node, verifier, gate, log, preparation, metrics, clock);
    }

    @Produces
    @Singleton
    InferenceServer server(Vertx vertx, Node node, AttemptFlow flow, MeteringGate gate, Signer signer) {
        NodeSettings.GrpcSettings grpc = settings.grpc();
        NodeSettings.SamplingSettings sampling = settings.sampling();
        return new InferenceServer(
                vertx,
                new InferenceServer.Settings(
                        grpc.host(),
                        grpc.port(),
                        grpc.eventLoops(),
                        grpc.messageBytesMax(),
                        grpc.eventsUnwrittenMax(),
                        grpc.reportInterval(),
                        sampling.temperature(),
                        sampling.topP(),
                        sampling.stopsMax(),
                        sampling.stopCharactersMax(),
                        new AnswerLimits(
                                sampling.logitBiasesMax(),
                                sampling.topLogprobsMax(),
                                sampling.toolsMax(),
                                sampling.schemaBytesMax())),
                node,
                flow,
                gate,
                signer,
                clock);
    }

    private int threads() {
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = settings.threads().orElse(Math.max(1, cores / 2));
        if (threads < 1 || threads > cores) {
            throw new IllegalArgumentException("cortado.inference.threads must be 1 to the " + cores
                    + " cores that this process is given, not " + threads);
        }
        return threads;
    }

    private static void log(VariantPlan plan, VariantStatus status) {
        switch (status) {
            case VariantStatus.Loading(var message) -> LOG.log(Level.INFO, "{0}: {1}", plan.id(), message);
            case VariantStatus.Ready(var engine) ->
                LOG.log(
                        Level.INFO,
                        "{0}: ready, {1} slots of {2} tokens",
                        plan.id(),
                        engine.description().slots(),
                        String.valueOf(engine.description().contextTokens()));
            case VariantStatus.Failed(var reason) -> LOG.log(Level.ERROR, "{0}: failed: {1}", plan.id(), reason);
        }
    }
}
