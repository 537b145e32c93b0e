package dev.cortado.inference.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.meter.FinishCause;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.meter.MeteringGate;
import dev.cortado.inference.meter.UsageLog;
import dev.cortado.inference.node.Changes;
import dev.cortado.inference.node.HardwareDescription;
import dev.cortado.inference.node.Node;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.node.Variants;
import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.inference.verify.CarriedProfile;
import dev.cortado.inference.verify.Grants;
import dev.cortado.inference.verify.LimitKind;
import dev.cortado.inference.verify.RefusalCause;
import dev.cortado.inference.verify.TokenVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AttemptFlowTest {

    private static final Preparation IN_PLACE = (_, command) -> command.run();
    private static final Conversation HELLO =
            new Conversation(List.of(new ConversationMessage(ChatRole.USER, "hello")));

    private final FakeEngine engine = new FakeEngine();
    private final FakeUsageLog log = new FakeUsageLog();
    private final MeteringGate gate = new MeteringGate(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private final List<String> heard = new ArrayList<>();
    private final List<RefusedAttempt> refusals = new ArrayList<>();
    private final Observer observer = new Observer();
    private final Variants variants = variants(source -> new ModelLoader.Loaded(engine));
    private final Node node = node(variants);
    private final AttemptFlow flow = flow(node);

    AttemptFlowTest() {
        variants.loadAll();
        gate.probeAcknowledged(Grants.NOW);
        log.outcome = new UsageLog.Appended(Grants.NOW.plusSeconds(1));
    }

    @Test
    void run_goodAttempt_isMeteredBeforeItIsFinished() {
        flow.run(wanted("hello", 10), stream());
        engine.started.getFirst().listener.delta("Hi");
        engine.started.getFirst().end(StopCause.STOP, 5, 3);
        assertEquals(List.of("accepted 5 10 false", "delta Hi", "finished STOP 340 nano-USD"), heard);
        MeteredAttempt metered = log.appended.getFirst();
        assertEquals(NanoUsd.of(5 * 20 + 3 * 80), metered.cost());
        assertEquals(340, metered.charges().getFirst().charged());
        assertEquals(0, flow.open());
        assertEquals(1, observer.metered);
    }

    @Test
    void run_clientCancels_isMeteredForWhatWasDone() {
        RunningAttempt running = flow.run(wanted("hello", 10), stream());
        running.cancel();
        assertTrue(engine.started.getFirst().cancelled);
        engine.started.getFirst().end(StopCause.CANCELLED, 4, 0);
        MeteredAttempt metered = log.appended.getFirst();
        assertEquals(FinishCause.CANCELLED, metered.finish());
        assertEquals(NanoUsd.of(80), metered.cost());
    }

    @Test
    void run_engineFails_isMeteredAsError() {
        flow.run(wanted("hello", 10), stream());
        engine.started.getFirst().end(StopCause.ERROR, 5, 1);
        assertEquals(FinishCause.ERROR, log.appended.getFirst().finish());
        assertEquals("finished ERROR 180 nano-USD", heard.getLast());
    }

    @Test
    void run_eventNotAcknowledged_endsUncharged() {
        log.outcome = new UsageLog.NotAcknowledged("no broker");
        flow.run(wanted("hello", 10), stream());
        engine.started.getFirst().end(StopCause.STOP, 5, 3);
        assertEquals("metering unavailable: no broker", heard.getLast());
        assertEquals(0, flow.open());
    }

    @Test
    void run_eventAppendedAfterPublishBy_endsUncharged() {
        log.outcome = new UsageLog.Appended(Grants.NOW.plusSeconds(307));
        flow.run(wanted("hello", 10), stream());
        engine.started.getFirst().end(StopCause.STOP, 5, 3);
        assertTrue(heard.getLast().startsWith("metering unavailable"));
    }

    @Test
    void run_wishThatTheVariantDoesNotServe_isRefusedBeforeAnythingIsCounted() {
        Sampling several = new Sampling(0, 1, OptionalLong.empty(), 0, 0, Map.of(), OptionalInt.empty(), 2);
        Conversation conversation = new Conversation(List.of(new ConversationMessage(ChatRole.USER, "hello")));
        flow.run(new AttemptCall.Wanted(grant(10, 1_000_000, true), conversation, several, List.of()), stream());
        assertEquals(List.of("refused UNSUPPORTED"), heard);
        assertTrue(log.appended.isEmpty());
    }

    @Test
    void run_tokenTwice_isRefusedAndYieldsOneEvent() {
        AttemptCall call = wanted("hello", 10);
        flow.run(call, stream());
        flow.run(call, stream());
        engine.started.getFirst().end(StopCause.STOP, 5, 3);
        assertEquals(List.of("accepted 5 10 false", "refused TOKEN_USED", "finished STOP 340 nano-USD"), heard);
        assertEquals(1, log.appended.size());
    }

    @Test
    void run_neverStarted_yieldsNoEvent() {
        flow.run(wanted("hello", 10), stream());
        engine.started.getFirst().listener.ended(new GenerationEnd.NeverStarted(GenerationEnd.Reason.START_TOO_LATE));
        assertEquals("refused TOKEN_EXPIRED", heard.getLast());
        assertEquals(0, log.appended.size());
    }

    @Test
    void run_clientGoneWhileQueued_yieldsOneEventOfNothing() {
        flow.run(wanted("hello", 10), stream()).cancel();
        engine.started.getFirst().listener.ended(new GenerationEnd.NeverStarted(GenerationEnd.Reason.CANCELLED));
        assertEquals(1, log.appended.size());
        MeteredAttempt metered = log.appended.getFirst();
        assertEquals(FinishCause.CANCELLED, metered.finish());
        assertEquals(NanoUsd.ZERO, metered.cost());
        assertEquals(0, flow.open());
    }

    @Test
    void run_notGenuine_isRefused() {
        flow.run(new AttemptCall.NotGenuine("bad"), stream());
        assertEquals(List.of("refused BAD_SIGNATURE"), heard);
    }

    @Test
    void run_unsupported_burnsTheToken() {
        AttemptGrant grant = grant(10, 1_000_000, true);
        flow.run(new AttemptCall.Unsupported(grant, "tools", "tools: not served"), stream());
        flow.run(wanted(grant, "hello"), stream());
        assertEquals(List.of("refused UNSUPPORTED", "refused TOKEN_USED"), heard);
    }

    @Test
    void run_promptFillsTheContext_isRefused() {
        flow.run(wanted("x".repeat(FakeEngine.CONTEXT), 10), stream());
        assertEquals(List.of("refused CONTEXT_TOO_LONG"), heard);
        RefusedAttempt refused = refusals.getFirst();
        assertEquals(TokenCount.of(FakeEngine.CONTEXT), refused.promptTokens());
        assertEquals(FakeEngine.CONTEXT, refused.contextTokens());
    }

    @Test
    void run_promptThatOnlyMayFillTheContext_isRefusedAsNotCounted() {
        engine.prepared = PreparedPrompt.bounded(HELLO, TokenCount.of(FakeEngine.CONTEXT));
        flow.run(wanted("x".repeat(FakeEngine.CONTEXT / 2), 10), stream());
        assertEquals(List.of("refused CONTEXT_TOO_LONG"), heard);
        RefusedAttempt refused = refusals.getFirst();
        assertEquals(TokenCount.ZERO, refused.promptTokens());
        assertEquals("a prompt of at most 100 tokens may leave no room in a context of 100", refused.message());
    }

    @Test
    void run_holdDoesNotPay_isRefused() {
        flow.run(wanted(grant(10, 179, true), "hello"), stream());
        assertEquals(List.of("refused HOLD_TOO_SMALL"), heard);
    }

    @Test
    void run_promptThatIsNotCountedNow_isRefusedForThatAndNotForTheBudget() {
        engine.prepared = PreparedPrompt.boundedForNow(HELLO, TokenCount.of(5));
        flow.run(wanted(grant(10, 179, true), "hello"), stream());
        assertEquals(List.of("refused NOT_COUNTED"), heard);
        assertTrue(refusals.getFirst().message().contains("repeat the request"));
        assertEquals(TokenCount.ZERO, refusals.getFirst().promptTokens());
        assertEquals(NanoUsd.ZERO, refusals.getFirst().costMin());
        assertTrue(log.appended.isEmpty());

        engine.prepared = PreparedPrompt.boundedForNow(HELLO, TokenCount.of(FakeEngine.CONTEXT));
        flow.run(wanted("hello", 10), stream());
        assertEquals("refused NOT_COUNTED", heard.getLast());
    }

    @Test
    void run_promptThatIsNotCountedNow_runsWhereItsBoundFits() {
        engine.prepared = PreparedPrompt.boundedForNow(HELLO, TokenCount.of(5));
        flow.run(wanted(grant(10, 260, true), "hello"), stream());
        assertEquals(List.of("accepted 5 2 true"), heard);
    }

    @Test
    void run_promptThatIsOnlyBounded_isRefusedWithoutACountThatNobodyMade() {
        engine.prepared = PreparedPrompt.bounded(HELLO, TokenCount.of(5));
        flow.run(wanted(grant(10, 179, true), "hello"), stream());
        assertEquals(List.of("refused HOLD_TOO_SMALL"), heard);
        assertTrue(refusals.getFirst().message().contains("at most 5 tokens"));
        assertEquals(TokenCount.ZERO, refusals.getFirst().promptTokens());
        assertEquals(NanoUsd.of(180), refusals.getFirst().costMin());
    }

    @Test
    void run_promptCountedAsFarAsTheContext_isTooLongByAtLeastThat() {
        engine.prepared = PreparedPrompt.tooLong(101);
        flow.run(wanted("hello", 10), stream());
        assertEquals(List.of("refused CONTEXT_TOO_LONG"), heard);
        assertEquals(
                "a prompt of at least 101 tokens leaves no room in a context of 100",
                refusals.getFirst().message());
        assertEquals(TokenCount.of(101), refusals.getFirst().promptTokens());
    }

    @Test
    void run_holdCuts_saysSo() {
        flow.run(wanted(grant(10, 260, true), "hello"), stream());
        engine.started.getFirst().end(StopCause.LENGTH, 5, 2);
        assertEquals(List.of("accepted 5 2 true", "finished BUDGET 260 nano-USD"), heard);
    }

    @Test
    void run_brokerSilent_isRefused() {
        MeteringGate closed = new MeteringGate(Duration.ofSeconds(2), Duration.ofSeconds(5));
        new AttemptFlow(node, new TokenVerifier(Grants.NODE, 10), closed, log, IN_PLACE, observer, () -> Grants.NOW)
                .run(wanted("hello", 10), stream());
        assertEquals(List.of("refused METERING_UNAVAILABLE"), heard);
    }

    @Test
    void run_draining_isRefused() {
        node.drain();
        flow.run(wanted("hello", 10), stream());
        assertEquals(List.of("refused DRAINING"), heard);
    }

    @Test
    void drain_reachesAnEngineThatIsOutOfService() {
        engine.away = true;
        node.drain();
        assertTrue(engine.drained);
    }

    @Test
    void run_waitingWhenTheNodeBeginsToDrain_isRefusedSoThatAnotherNodeTakesIt() {
        flow.run(wanted("hello", 10), stream());
        node.drain();
        assertTrue(engine.drained);
        assertEquals("refused DRAINING", heard.getLast());
        assertEquals(0, flow.open());
        assertTrue(log.appended.isEmpty(), "nothing was done, so nothing is metered");
    }

    @Test
    void run_queueFull_isRefused() {
        engine.full = true;
        flow.run(wanted("hello", 10), stream());
        assertEquals("refused QUEUE_FULL", heard.getLast());
        assertEquals(0, flow.open());
    }

    @Test
    void run_preparationFull_isRefused() {
        AttemptFlow busy = new AttemptFlow(
                node,
                new TokenVerifier(Grants.NODE, 10),
                gate,
                log,
                (_, _) -> {
                    throw new RejectedExecutionException();
                },
                observer,
                () -> Grants.NOW);
        busy.run(wanted("hello", 10), stream());
        assertEquals(List.of("refused QUEUE_FULL"), heard);
    }

    @Test
    void run_organisationsShareOfThePreparationIsFull_isRefused() {
        AttemptFlow busy = new AttemptFlow(
                node,
                new TokenVerifier(Grants.NODE, 10),
                gate,
                log,
                (_, _) -> {
                    throw new Preparation.TenantShareFull();
                },
                observer,
                () -> Grants.NOW);
        busy.run(wanted("hello", 10), stream());
        assertEquals(List.of("refused TENANT_SHARE_FULL"), heard);
    }

    @Test
    void run_variantFailedToLoad_isRefused() {
        Variants broken = variants(source -> new ModelLoader.LoadFailed("no such file"));
        broken.loadAll();
        flow(node(broken)).run(wanted("hello", 10), stream());
        assertEquals(List.of("refused VARIANT_NOT_LOADED"), heard);
    }

    @Test
    void run_organisationsShareOfTheQueueIsFull_isRefused() {
        engine.shareFull = true;
        flow.run(wanted("hello", 10), stream());
        assertEquals("refused TENANT_SHARE_FULL", heard.getLast());
    }

    @Test
    void run_adapterOfTheRequest_reachesTheEngineWithItsScaleAndTheTokensOrganisation() {
        AdapterUse brand = new AdapterUse("brand", 0.5);
        flow.run(wanted(brand), stream());
        assertEquals(brand, engine.started.getFirst().order.adapter());
        assertEquals(new Tenant("org-1"), engine.started.getFirst().order.tenant());
    }

    @Test
    void run_adapterThatIsNotLoaded_isRefused() {
        flow.run(wanted(new AdapterUse("other", 1)), stream());
        assertEquals(List.of("refused UNSUPPORTED"), heard);
    }

    @Test
    void run_withAProfile_metersWhatItAddsToAPrompt_whetherOrNotItIsPutIn() {
        for (boolean covered : List.of(true, false)) {
            String text = covered ? "Be brief" : "Be brief!";
            AttemptGrant grant =
                    grant(10, 1_000_000, true).with(new CarriedProfile("brief@1", text, covered, OptionalLong.empty()));
            Conversation conversation = new Conversation(List.of(new ConversationMessage(ChatRole.USER, "hello")));
            flow.run(
                    new AttemptCall.Wanted(
                            grant,
                            AdapterUse.NONE,
                            conversation,
                            Sampling.greedy(),
                            List.of(),
                            new ProfileUse(text, false)),
                    stream());
            engine.started.getLast().end(StopCause.STOP, 5, 1);

            assertEquals(
                    OptionalLong.of(text.length()),
                    log.appended.getLast().grant().profile().promptTokens());
        }
    }

    @Test
    void count_ofAVariantThatIsNotLoaded_isUnknown() {
        assertEquals(
                OptionalLong.empty(),
                flow.profiles()
                        .count(new VariantId("other"), "Be brief")
                        .toCompletableFuture()
                        .join());
        assertEquals(
                OptionalLong.of(8),
                flow.profiles()
                        .count(Grants.VARIANT, "Be brief")
                        .toCompletableFuture()
                        .join());
    }

    private static AttemptCall wanted(AdapterUse adapter) {
        Conversation conversation = new Conversation(List.of(new ConversationMessage(ChatRole.USER, "hello")));
        return new AttemptCall.Wanted(grant(10, 1_000_000, true), adapter, conversation, Sampling.greedy(), List.of());
    }

    private Variants variants(ModelLoader loader) {
        VariantPlan plan = new VariantPlan(Grants.VARIANT, Path.of("model"), FakeEngine.CONTEXT, 2);
        return new Variants(loader, List.of(plan), Duration.ofMillis(5), () -> {}, (which, status) -> {});
    }

    private static Node node(Variants variants) {
        return new Node(
                Grants.NODE, new PoolId("pool"), new HardwareDescription("cpu", "test", 1, 1), variants, new Changes());
    }

    private AttemptFlow flow(Node at) {
        return new AttemptFlow(at, new TokenVerifier(Grants.NODE, 10), gate, log, IN_PLACE, observer, () -> Grants.NOW);
    }

    private static AttemptGrant grant(long completionMax, long holdNanos, boolean mayShorten) {
        return Grants.grant(List.of(Grants.hold(LimitKind.NANO_USD, holdNanos)), completionMax, mayShorten);
    }

    private static AttemptCall wanted(String prompt, long completionMax) {
        return wanted(grant(completionMax, 1_000_000, true), prompt);
    }

    private static AttemptCall wanted(AttemptGrant grant, String prompt) {
        Conversation conversation = new Conversation(List.of(new ConversationMessage(ChatRole.USER, prompt)));
        return new AttemptCall.Wanted(grant, conversation, Sampling.greedy(), List.of());
    }

    private AttemptStream stream() {
        return new AttemptStream() {
            @Override
            public void accepted(TokenCount promptTokens, TokenCount completionMax, boolean cutByHold) {
                heard.add("accepted " + promptTokens.count() + " " + completionMax.count() + " " + cutByHold);
            }

            @Override
            public void delta(String text) {
                heard.add("delta " + text);
            }

            @Override
            public void finished(MeteredAttempt attempt, Instant appendedAt) {
                heard.add("finished " + attempt.finish() + " " + attempt.cost().nanos() + " nano-USD");
            }

            @Override
            public void refused(RefusedAttempt refused) {
                heard.add("refused " + refused.cause());
                refusals.add(refused);
            }

            @Override
            public void meteringUnavailable(String message) {
                heard.add("metering unavailable: " + message);
            }
        };
    }

    private static final class Observer implements AttemptObserver {

        int metered;

        @Override
        public void refused(RefusalCause cause) {}

        @Override
        public void metered(MeteredAttempt attempt, boolean acknowledged, Duration append) {
            metered++;
        }

        @Override
        public void firstToken(VariantId variant, Duration timeToFirstToken) {}
    }
}
