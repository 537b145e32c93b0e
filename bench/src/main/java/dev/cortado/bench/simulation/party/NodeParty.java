package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.check.Truth;
import dev.cortado.bench.simulation.world.Network;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.bench.simulation.world.World;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.inference.attempt.AttemptCall;
import dev.cortado.inference.attempt.AttemptFlow;
import dev.cortado.inference.attempt.AttemptObserver;
import dev.cortado.inference.attempt.RunningAttempt;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.node.Changes;
import dev.cortado.inference.node.HardwareDescription;
import dev.cortado.inference.node.Node;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.node.Variants;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.AttemptId;
import dev.cortado.inference.verify.NodeIdentity;
import dev.cortado.inference.verify.RefusalCause;
import dev.cortado.inference.verify.TokenVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One node: the service's own verification, attempts and metering over an engine of the simulation's.
public final class NodeParty {

    private static final int USED_TOKENS_MAX = 10_000;
    private static final Path NO_FILE = Path.of("none");

    private final World world;
    private final Network network;
    private final VirtualProcess process;
    private final LogHost log;
    private final Truth truth;
    private final Protocol protocol;
    private final List<RouterParty> routers;
    private final Map<AttemptId, List<RunningAttempt>> running = new HashMap<>();
    private NodeIdentity identity;
    private SteppedEngine engine;
    private MeteringGate gate;
    private NodeUsageLog usageLog;
    private AttemptFlow flow;

    public NodeParty(
            World world,
            Network network,
            VirtualProcess process,
            LogHost log,
            Truth truth,
            Protocol protocol,
            List<RouterParty> routers) {
        this.world = world;
        this.network = network;
        this.process = process;
        this.log = log;
        this.truth = truth;
        this.protocol = protocol;
        this.routers = routers;
        this.identity = identity();
        this.engine = new SteppedEngine(world, process);
        this.gate = gate();
        this.usageLog = new NodeUsageLog(process, log, gate);
        this.flow = flow();
    }

    public VirtualProcess process() {
        return process;
    }

    /// Begins a life: another incarnation.
    public void start() {
        identity = identity();
        engine = new SteppedEngine(world, process);
        gate = gate();
        usageLog = new NodeUsageLog(process, log, gate);
        flow = flow();
        running.clear();
        probe();
        report();
    }

    private NodeIdentity identity() {
        return new NodeIdentity(new NodeId(process.name()), new NodeIncarnation(process.name() + "-" + process.life()));
    }

    private static MeteringGate gate() {
        return new MeteringGate(Settings.METERING_SILENCE, Duration.ofSeconds(1));
    }

    private AttemptFlow flow() {
        Changes changes = new Changes();
        ModelLoader loader = _ -> new ModelLoader.Loaded(engine);
        List<VariantPlan> plans = Catalogues.VARIANTS.stream()
                .map(variant -> new VariantPlan(variant, NO_FILE, Catalogues.CONTEXT, SteppedEngine.SLOTS))
                .toList();
        Variants variants = new Variants(loader, plans, Settings.REPORT_EVERY, changes::changed, (_, _) -> {});
        variants.loadAll();
        Node node = new Node(
                identity, Catalogues.POOL, new HardwareDescription("cpu", "simulated", 1, 0), variants, changes);
        return new AttemptFlow(
                node,
                new TokenVerifier(identity, USED_TOKENS_MAX),
                gate,
                usageLog,
                (_, command) -> command.run(),
                new Unobserved(),
                process::wall);
    }

    private void probe() {
        log.fetch(process, 0, Long.MAX_VALUE, Settings.FETCH).thenAccept(_ -> gate.probeAcknowledged(process.wall()));
        process.after(Settings.micros(Settings.REPORT_EVERY), this::probe);
    }

    private void report() {
        boolean metering = gate.open(process.wall());
        NodeIdentity self = identity;
        var occupancy = engine.occupancy();
        for (RouterParty router : routers) {
            network.send(
                    process,
                    router.process(),
                    () -> router.reported(self, occupancy.busySlots(), occupancy.queueDepth(), metering));
        }
        process.after(Settings.micros(Settings.REPORT_EVERY), this::report);
    }

    /// A token comes in, with a prompt of so many tokens.
    void present(Permitted token, int promptTokens, NodeStream.Caller caller) {
        AttemptGrant grant = protocol.arrived(token.grant(), identity);
        usageLog.took(new Permitted(token.placement(), grant));
        NodeStream stream = new NodeStream(network, process, identity, token, truth, caller);
        Conversation conversation =
                new Conversation(List.of(new ConversationMessage(ChatRole.USER, Integer.toString(promptTokens))));
        RunningAttempt attempt =
                flow.run(new AttemptCall.Wanted(grant, conversation, Sampling.greedy(), List.of()), stream);
        running.computeIfAbsent(grant.id(), _ -> new ArrayList<>()).add(attempt);
    }

    /// The caller of one attempt is gone.
    void callerGone(AttemptId id) {
        running.getOrDefault(id, List.of()).forEach(RunningAttempt::cancel);
    }

    /// Whoever called is gone.
    public void callersGone() {
        running.values().forEach(attempts -> attempts.forEach(RunningAttempt::cancel));
    }

    private static final class Unobserved implements AttemptObserver {

        @Override
        public void refused(RefusalCause cause) {}

        @Override
        public void metered(MeteredAttempt attempt, boolean acknowledged, Duration append) {}

        @Override
        public void firstToken(dev.cortado.contracts.unit.VariantId variant, Duration timeToFirstToken) {}
    }
}
