package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.EngineStopped;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.TemplateOverhead;
import dev.cortado.inference.engine.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchingEngineTest {

    private static final String ANSWER = "Grüße an alle, wirklich an alle.";

    private static final Duration TURN = Duration.ofMillis(1);

    private final FakeModel model = new FakeModel(2, 200, ANSWER);
    private final BatchingEngine engine = engine(model);

    @AfterEach
    void close() {
        engine.close();
        assertTrue(model.closed);
        assertEquals(0, model.rules.get(), "rules that nobody freed");
    }

    @Test
    void submit_untilTheTurnEnds_tellsTheWholeAnswer() throws Exception {
        RecordingListener listener = new RecordingListener();
        submit(order("hello", 100), listener);
        GenerationEnd.Generated end = listener.generated();
        assertEquals(ANSWER, listener.text.toString());
        assertEquals(StopCause.STOP, end.cause());
        assertEquals(5, end.promptTokens().count());
        assertEquals(
                ANSWER.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 1,
                end.completionTokens().count());
        assertTrue(end.timings().timeToFirstToken().isPositive());
        assertTrue(end.timings().busy().isPositive());
    }

    @Test
    void submit_completionMax_endsByLength() throws Exception {
        RecordingListener listener = new RecordingListener();
        submit(order("hello", 2), listener);
        assertEquals(StopCause.LENGTH, listener.generated().cause());
        assertEquals("Gr", listener.text.toString());
        assertEquals(2, listener.generated().completionTokens().count());
    }

    @Test
    void submit_stopText_endsBeforeIt() throws Exception {
        RecordingListener listener = new RecordingListener();
        Instant later = Instant.now().plusSeconds(60);
        submit(
                new GenerationOrder(
                        FakeModel.prompt("x"), TokenCount.of(100), Sampling.greedy(), List.of(" alle"), later, later),
                listener);
        assertEquals(StopCause.STOP, listener.generated().cause());
        assertEquals("Grüße an", listener.text.toString());
    }

    @Test
    void submit_manyAtOnce_allGetTheirAnswer() throws Exception {
        List<RecordingListener> listeners = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RecordingListener listener = new RecordingListener();
            listeners.add(listener);
            submit(order("p".repeat(1 + i * 7), 100), listener);
        }
        for (RecordingListener listener : listeners) {
            assertEquals(StopCause.STOP, listener.generated().cause());
            assertEquals(ANSWER, listener.text.toString());
        }
        assertEquals(0, engine.occupancy().busySlots());
    }

    @Test
    void submit_longPrompt_isProcessedInChunks() throws Exception {
        RecordingListener listener = new RecordingListener();
        submit(order("p".repeat(100), 1), listener);
        assertEquals(100, listener.generated().promptTokens().count());
        assertEquals(List.of(32, 32, 32, 4), model.stepSizes);
    }

    @Test
    void submit_whileALongPromptTakesALargeStep_isNotHeldUpByIt() throws Exception {
        RecordingListener listener = new RecordingListener();
        BatchingLimits limits =
                new BatchingLimits(3, 100, true, TURN, new StepPlanner(32, 8, 2), Duration.ofMinutes(1));
        FakeModel own = new FakeModel(2, 200, ANSWER);
        own.hanging = true;
        try (BatchingEngine shared = engine(own, limits)) {
            RecordingListener later = new RecordingListener();
            shared.submit(order("p".repeat(60), 1), listener);
            own.hung.acquire();
            own.hanging = false;
            shared.submit(order("short", 1), later);
            assertEquals(5, later.generated().promptTokens().count());
            assertEquals(60, listener.generated().promptTokens().count());
            // The large step is given up; then the short prompt comes first, and small steps follow it.
            assertEquals(List.of(32, 8, 8), own.stepSizes.subList(0, 3));
            assertEquals(8, Collections.max(own.stepSizes.subList(1, own.stepSizes.size())));
        }
    }

    @Test
    void submit_intoASlotBelowARunningOne_stepsInOrderOfSlots() throws Exception {
        FakeModel own = new FakeModel(2, 400, "y".repeat(200));
        try (BatchingEngine shared = engine(own)) {
            RecordingListener second = new RecordingListener();
            RecordingListener third = new RecordingListener();
            AtomicBoolean secondCame = new AtomicBoolean();
            GenerationListener first = new GenerationListener() {
                @Override
                public void delta(String text) {
                    if (!secondCame.getAndSet(true)) {
                        shared.submit(order("second", 150), second);
                    }
                }

                @Override
                public void ended(GenerationEnd end) {
                    shared.submit(order("third", 5), third);
                }
            };
            shared.submit(order("first", 3), first);
            assertEquals(5, third.generated().completionTokens().count());
            assertEquals(150, second.generated().completionTokens().count());
            assertEquals(List.of("0 from 0", "1 from 0", "0 from 0"), own.openings);
        }
    }

    @Test
    void cancel_inTheMiddleOfAStep_abortsItAndTellsWhatWasDone() throws Exception {
        model.hanging = true;
        RecordingListener listener = new RecordingListener();
        Generation generation = submit(order("hello", 100), listener);
        model.hung.acquire();
        generation.cancel();
        GenerationEnd.Generated end = listener.generated();
        assertEquals(StopCause.CANCELLED, end.cause());
        assertEquals(0, end.promptTokens().count());
        model.hanging = false;
    }

    @Test
    void cancel_whileQueued_neverStarts() throws Exception {
        model.hanging = true;
        RecordingListener first = new RecordingListener();
        RecordingListener second = new RecordingListener();
        Generation running = submit(order("a", 10), first);
        model.hung.acquire();
        Generation other = submit(order("b", 10), new RecordingListener());
        Generation waiting = submit(order("c", 10), second);
        waiting.cancel();
        running.cancel();
        assertEquals(new GenerationEnd.NeverStarted(GenerationEnd.Reason.CANCELLED), second.end());
        other.cancel();
        model.hanging = false;
    }

    @Test
    void submit_beyondSlotsAndQueue_isRefused() throws Exception {
        model.hanging = true;
        Generation running = submit(order("a", 10), new RecordingListener());
        model.hung.acquire();
        List<Generation> all = new ArrayList<>(List.of(running));
        for (int i = 0; i < 4; i++) {
            all.add(submit(order("b", 10), new RecordingListener()));
        }
        assertEquals(new Submission.QueueFull(3), engine.submit(order("c", 10), new RecordingListener()));
        all.forEach(Generation::cancel);
        model.hanging = false;
    }

    @Test
    void startBy_passedInTheQueue_neverStarts() throws Exception {
        RecordingListener listener = new RecordingListener();
        Instant past = Instant.now().minus(Duration.ofSeconds(1));
        submit(
                new GenerationOrder(FakeModel.prompt("x"), TokenCount.of(5), Sampling.greedy(), List.of(), past, past),
                listener);
        assertEquals(new GenerationEnd.NeverStarted(GenerationEnd.Reason.START_TOO_LATE), listener.end());
    }

    @Test
    void finishBy_passedWhilePaused_endsByDeadline() throws Exception {
        model.hanging = true;
        RecordingListener other = new RecordingListener();
        Generation hung = submit(order("x", 10), other);
        model.hung.acquire();
        RecordingListener listener = new RecordingListener();
        Instant now = Instant.now();
        submit(
                        new GenerationOrder(
                                FakeModel.prompt("x"),
                                TokenCount.of(50),
                                Sampling.greedy(),
                                List.of(),
                                now.plusSeconds(10),
                                now.plusMillis(60)),
                        listener)
                .pause();
        model.hanging = false;
        hung.cancel();
        assertEquals(StopCause.DEADLINE, listener.generated().cause());
        assertEquals("", listener.text.toString());
    }

    @Test
    void pauseAndCancel_leaveTheSequenceOut() {
        RecordingListener listener = new RecordingListener();
        Request request = new Request(order("x", 10), listener, () -> {});
        Sequence sequence = request.leader();
        request.pause();
        assertFalse(sequence.runnable());
        request.resume();
        assertTrue(sequence.runnable());
        request.cancel();
        assertFalse(sequence.runnable());
    }

    @Test
    void pausedForLong_whileAnotherWaits_endsAndLeavesItsSlot() throws Exception {
        BatchingLimits limits =
                new BatchingLimits(3, 100, true, TURN, new StepPlanner(32, 8, 2), Duration.ZERO, Duration.ofMillis(50));
        CompletableFuture<Generation> own = new CompletableFuture<>();
        RecordingListener recorded = new RecordingListener();
        GenerationListener unread = new GenerationListener() {
            @Override
            public void delta(String text) {
                own.join().pause();
            }

            @Override
            public void ended(GenerationEnd end) {
                recorded.ended(end);
            }
        };
        try (BatchingEngine one = engine(new FakeModel(1, 200, "a long answer"), limits)) {
            own.complete(assertInstanceOf(Submission.Submitted.class, one.submit(order("a", 10), unread))
                    .generation());
            RecordingListener waiting = new RecordingListener();
            assertInstanceOf(Submission.Submitted.class, one.submit(order("b", 10), waiting));

            assertEquals(StopCause.CANCELLED, recorded.generated().cause());
            assertEquals(StopCause.LENGTH, waiting.generated().cause());
        }
    }

    @Test
    void step_fails_tellsAnErrorAndServesTheNext() throws Exception {
        model.failing = true;
        RecordingListener broken = new RecordingListener();
        submit(order("x", 10), broken);
        assertEquals(StopCause.ERROR, broken.generated().cause());
        assertFalse(broken.generated().errorMessage().isEmpty());
        model.failing = false;
        RecordingListener next = new RecordingListener();
        submit(order("x", 100), next);
        assertEquals(StopCause.STOP, next.generated().cause());
    }

    @Test
    void stepGivenUpInTheMiddleOfAnAnswer_isTakenAgain() throws Exception {
        for (int step : new int[] {1, 2, 5}) {
            model.givenUp = model.stepSizes.size() + step;
            RecordingListener listener = new RecordingListener();
            submit(order("hello" + step, 100), listener);
            assertEquals(StopCause.STOP, listener.generated().cause());
            assertEquals(ANSWER, listener.text.toString());
        }
    }

    @Test
    void close_whileRunning_endsAsErrorAndTakesNoMore() throws Exception {
        model.hanging = true;
        RecordingListener listener = new RecordingListener();
        submit(order("x", 10), listener);
        model.hung.acquire();
        engine.close();
        assertEquals(StopCause.ERROR, listener.generated().cause());
        assertInstanceOf(Submission.Stopped.class, engine.submit(order("x", 10), new RecordingListener()));
        assertThrows(EngineStopped.class, () -> engine.prepare(new Conversation(List.of())), "its vocabulary is gone");
    }

    @Test
    void drain_givesBackWhatWaits_andLetsWhatRunsFinish() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        RecordingListener running = new RecordingListener();
        GenerationListener held = new GenerationListener() {
            @Override
            public void delta(String text) {
                begun.countDown();
                try {
                    assertTrue(goOn.await(20, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                running.delta(text);
            }

            @Override
            public void ended(GenerationEnd how) {
                running.ended(how);
            }
        };
        try (BatchingEngine one = engine(
                new FakeModel(1, 200, "ok"),
                new BatchingLimits(8, 100, true, TURN, new StepPlanner(32, 8, 2), Duration.ZERO))) {
            assertInstanceOf(Submission.Submitted.class, one.submit(order("a", 10), held));
            assertTrue(begun.await(20, TimeUnit.SECONDS));
            RecordingListener waiting = new RecordingListener();
            assertInstanceOf(Submission.Submitted.class, one.submit(order("b", 10), waiting));
            one.drain();
            assertInstanceOf(Submission.Stopped.class, one.submit(order("c", 10), new RecordingListener()));
            goOn.countDown();
            assertEquals(new GenerationEnd.NeverStarted(GenerationEnd.Reason.ENGINE_STOPPED), waiting.end());
            assertEquals(StopCause.STOP, running.generated().cause());
            assertEquals("ok", running.text.toString());
            assertTrue(one.running());
        }
    }

    @Test
    void submit_moreThanTheContext_isABug() {
        assertThrows(
                IllegalArgumentException.class,
                () -> engine.submit(order("p".repeat(199), 2), new RecordingListener()));
    }

    @Test
    void submit_afterAnotherTenantsHundred_startsWithinTwoServiceTimes() throws Exception {
        FakeModel narrow = new FakeModel(1, 200, "ok");
        List<String> ended = Collections.synchronizedList(new ArrayList<>());
        narrow.hanging = true;
        try (BatchingEngine shared =
                engine(narrow, new BatchingLimits(200, 75, true, TURN, new StepPlanner(32, 8, 2), Duration.ZERO))) {
            Generation first = submitTo(shared, "a", ended);
            narrow.hung.acquire();
            for (int i = 0; i < 100; i++) {
                submitTo(shared, "a", ended);
            }
            CountDownLatch done = new CountDownLatch(1);
            assertInstanceOf(Submission.Submitted.class, shared.submit(order("b"), ending("b", ended, done)));
            narrow.hanging = false;
            first.cancel();
            assertTrue(done.await(20, TimeUnit.SECONDS));
            assertEquals(List.of("a", "a", "b"), ended.subList(0, 3));
        }
    }

    @Test
    void submit_beyondATenantsShare_isRefusedAndAnotherTenantIsNot() throws Exception {
        FakeModel narrow = new FakeModel(1, 200, "ok");
        narrow.hanging = true;
        List<String> ended = Collections.synchronizedList(new ArrayList<>());
        try (BatchingEngine shared =
                engine(narrow, new BatchingLimits(4, 75, true, TURN, new StepPlanner(32, 8, 2), Duration.ZERO))) {
            submitTo(shared, "a", ended);
            narrow.hung.acquire();
            for (int i = 0; i < 3; i++) {
                submitTo(shared, "a", ended);
            }
            assertEquals(new Submission.TenantShareFull(3), shared.submit(order("a"), new RecordingListener()));
            submitTo(shared, "b", ended);
            assertEquals(new Submission.QueueFull(4), shared.submit(order("b"), new RecordingListener()));
        }
    }

    @Test
    void submit_severalChoices_computesThePromptOnceAndSumsTheCompletions() throws Exception {
        RecordingListener listener = new RecordingListener();
        submit(choices(2), listener);
        GenerationEnd.Generated end = listener.generated();
        int answer = ANSWER.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 1;

        assertEquals(List.of(ANSWER, ANSWER), List.of(listener.text(0), listener.text(1)));
        assertEquals(List.of(StopCause.STOP, StopCause.STOP), end.choices());
        assertEquals(5, end.promptTokens().count());
        assertEquals(2L * answer, end.completionTokens().count());
        assertEquals(List.of("0 to 1"), model.copies);
        assertEquals(5, model.stepSizes.getFirst());
        assertEquals(2, model.stepSizes.get(1));
    }

    @Test
    void submit_severalChoicesWhileSlotsAreBusy_waitsForAllOfThem() throws Exception {
        RecordingListener first = new RecordingListener();
        RecordingListener both = new RecordingListener();
        submit(order("hello", 100), first);
        submit(choices(2), both);

        assertEquals(2, both.generated().choices().size());
        assertEquals(StopCause.STOP, first.generated().cause());
    }

    @Test
    void submit_moreChoicesThanSlots_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> engine.submit(choices(3), new RecordingListener()));
    }

    @Test
    void submit_severalChoicesAndAStepFails_endsThemAll() throws Exception {
        model.failing = true;
        RecordingListener listener = new RecordingListener();
        submit(choices(2), listener);

        assertEquals(
                List.of(StopCause.ERROR, StopCause.ERROR), listener.generated().choices());
        assertEquals(0, listener.generated().completionTokens().count());
    }

    @Test
    void submit_grammarsDeadEnd_endsWithAnErrorAndTheEngineGoesOn() throws Exception {
        model.deadEnd = true;
        RecordingListener stuck = new RecordingListener();
        submit(order("hello", 10), stuck);
        assertEquals(StopCause.ERROR, stuck.generated().cause());
        model.deadEnd = false;

        RecordingListener next = new RecordingListener();
        submit(order("hello", 2), next);
        assertEquals("Gr", next.text(0));
    }

    @Test
    void submit_likelihoodsAskedFor_comeWithTheTextTheyAreOf() throws Exception {
        RecordingListener listener = new RecordingListener();
        Instant later = Instant.now().plusSeconds(60);
        Sampling sampling = new Sampling(0, 1, OptionalLong.empty(), 0, 0, Map.of(), OptionalInt.of(0), 1);
        submit(
                new GenerationOrder(
                        FakeModel.prompt("x"), TokenCount.of(100), sampling, List.of(" alle"), later, later),
                listener);
        assertEquals("Grüße an", listener.text(0));
        int bytes = "Grüße an".getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        assertEquals(bytes, listener.tokens.size());
    }

    private static GenerationOrder choices(int choices) {
        Instant later = Instant.now().plusSeconds(60);
        Sampling sampling = new Sampling(0, 1, OptionalLong.empty(), 0, 0, Map.of(), OptionalInt.empty(), choices);
        return new GenerationOrder(FakeModel.prompt("hello"), TokenCount.of(100), sampling, List.of(), later, later);
    }

    private static GenerationOrder order(String tenant) {
        Instant later = Instant.now().plusSeconds(60);
        return new GenerationOrder(
                new Tenant(tenant),
                AdapterUse.NONE,
                FakeModel.prompt("hello"),
                TokenCount.of(10),
                Sampling.greedy(),
                List.of(),
                later,
                later);
    }

    private static Generation submitTo(BatchingEngine engine, String tenant, List<String> ended) {
        return assertInstanceOf(
                        Submission.Submitted.class,
                        engine.submit(order(tenant), ending(tenant, ended, new CountDownLatch(1))))
                .generation();
    }

    private static GenerationListener ending(String tenant, List<String> ended, CountDownLatch done) {
        return new GenerationListener() {
            @Override
            public void delta(String text) {}

            @Override
            public void ended(GenerationEnd end) {
                ended.add(tenant);
                done.countDown();
            }
        };
    }

    static BatchingEngine engine(FakeModel model) {
        return engine(model, new BatchingLimits(3, 100, true, TURN, new StepPlanner(32, 8, 2), Duration.ZERO));
    }

    static BatchingEngine engine(FakeModel model, BatchingLimits limits) {
        DecodeStep step = new DecodeStep(model, limits, new ThreadTurns(), (prompt, decode, time) -> {});
        EngineDescription description = new EngineDescription(
                "fake", model.contextTokens(), model.slots(), limits.queueDepthMax(), new TemplateOverhead(0, 0));
        return new BatchingEngine(description, limits, model, model, step, InstantSource.system(), () -> {});
    }

    private static GenerationOrder order(String prompt, int completionMax) {
        Instant later = Instant.now().plusSeconds(60);
        return new GenerationOrder(
                FakeModel.prompt(prompt), TokenCount.of(completionMax), Sampling.greedy(), List.of(), later, later);
    }

    private Generation submit(GenerationOrder order, RecordingListener listener) {
        // The queue holds three; wait for room as a router would.
        for (int i = 0; i < 1_000; i++) {
            if (engine.submit(order, listener) instanceof Submission.Submitted(var generation)) {
                return generation;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("no room");
    }
}
