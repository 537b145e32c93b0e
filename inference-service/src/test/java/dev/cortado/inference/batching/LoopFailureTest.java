package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterLoading.AdapterSource;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.TemplateOverhead;
import dev.cortado.inference.engine.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Decode loops that fail in ways that nobody expects.
@Timeout(60)
class LoopFailureTest {

    private static final String ANSWER = "An answer.";

    private final FakeModel model = new FakeModel(2, 200, ANSWER);
    private final List<Boolean> failures = new CopyOnWriteArrayList<>();
    private final CountDownLatch toldOfTheLoss = new CountDownLatch(1);
    private final BatchingEngine engine = engine();

    @AfterEach
    void close() {
        engine.close();
        assertEquals(0, model.rules.get(), "rules that nobody freed");
    }

    @Test
    void step_breaks_endsWhatRunsAtOnceAndServesWhatWaits() throws Exception {
        model.hanging = true;
        RecordingListener running = submitted(order("running", 2));
        model.hung.acquire();
        RecordingListener waiting = submitted(order("waiting", 1));
        model.hanging = false;
        model.breaks.set(1);

        assertEquals(
                List.of(StopCause.ERROR, StopCause.ERROR), running.generated().choices());
        assertTrue(running.generated().errorMessage().contains("repeat the request"));
        assertEquals(StopCause.STOP, waiting.generated().cause());
        assertEquals(ANSWER, waiting.text.toString());
        assertEquals(List.of(true), failures);
        assertTrue(engine.running() && engine.lost().isEmpty());
    }

    @Test
    void step_breaks_leavesNothingInTheSlotsThatALaterPromptWouldBeginWith() throws Exception {
        assertEquals(StopCause.STOP, submitted(order("hello", 1)).generated().cause());
        model.breaks.set(1);
        assertEquals(StopCause.ERROR, submitted(order("hello", 1)).generated().cause());

        GenerationEnd.Generated after = submitted(order("hello", 1)).generated();

        assertEquals(StopCause.STOP, after.cause());
        assertEquals(0, after.cachedPromptTokens().count());
        assertEquals("0 from 0", model.openings.getLast());
    }

    @Test
    void opening_failsForOneOfSeveralChoices_endsTheWholeRequest() throws Exception {
        model.unopened.set(1);
        RecordingListener broken = submitted(order("hello", 2));

        assertEquals(
                List.of(StopCause.ERROR, StopCause.ERROR), broken.generated().choices());
        assertEquals(ANSWER, submitted(order("hello", 2)).text(1));
    }

    @Test
    void listener_throws_isToldTheEndAndSoAreTheOthers() throws Exception {
        RecordingListener heard = new RecordingListener();
        CountDownLatch besideCame = new CountDownLatch(1);
        GenerationListener throwing = new GenerationListener() {
            private int deltas;

            @Override
            public void delta(String text) {
                try {
                    assertTrue(besideCame.await(20, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                if (++deltas == 3) {
                    throw new AssertionError("a bug of the listener");
                }
            }

            @Override
            public void ended(GenerationEnd end) {
                heard.ended(end);
                throw new AssertionError("another one");
            }
        };
        assertInstanceOf(Submission.Submitted.class, engine.submit(order("hello", 1), throwing));
        RecordingListener beside = submitted(order("hello", 1));
        besideCame.countDown();

        assertEquals(StopCause.ERROR, heard.generated().cause());
        assertEquals(StopCause.ERROR, beside.generated().cause());
        assertEquals(ANSWER, submitted(order("hello", 1)).text(0));
    }

    @Test
    void listener_throwsAtTheTextThatWasHeldBackToTheEnd_isToldTheEnd() throws Exception {
        RecordingListener heard = new RecordingListener();
        GenerationListener throwing = new GenerationListener() {
            @Override
            public void delta(String text) {
                if (text.equals(".")) {
                    throw new AssertionError("a bug of the listener");
                }
            }

            @Override
            public void ended(GenerationEnd end) {
                heard.ended(end);
            }
        };
        Instant later = Instant.now().plusSeconds(60);
        engine.submit(
                new GenerationOrder(
                        FakeModel.prompt("hello"), TokenCount.of(50), Sampling.greedy(), List.of(".."), later, later),
                throwing);

        assertEquals(StopCause.ERROR, heard.generated().cause());
        assertEquals(ANSWER, submitted(order("hello", 1)).text(0));
    }

    @Test
    void adapter_breaksTheLoad_isToldToWhoeverWaitsForIt() {
        AdapterLoading outcome = engine.load(new AdapterSource("breaking", Path.of("x"), ""));

        assertInstanceOf(AdapterLoading.Unusable.class, outcome);
        assertTrue(engine.running());
    }

    @Test
    void step_breaksTooOften_losesTheEngineAndSaysSo() throws Exception {
        model.breaks.set(1);
        assertEquals(StopCause.ERROR, submitted(order("hello", 1)).generated().cause());
        assertTrue(engine.running());

        model.hanging = true;
        RecordingListener running = submitted(order("hello", 2));
        model.hung.acquire();
        RecordingListener waiting = submitted(order("hello", 1));
        model.breaks.set(1);

        assertEquals(StopCause.ERROR, running.generated().cause());
        assertEquals(new GenerationEnd.NeverStarted(GenerationEnd.Reason.ENGINE_STOPPED), waiting.end());
        assertTrue(toldOfTheLoss.await(20, TimeUnit.SECONDS), "whoever announces the variant must hear of it at once");
        assertFalse(engine.running());
        assertEquals(engine.lost().orElseThrow(), engine.outage());
        assertInstanceOf(Submission.Stopped.class, engine.submit(order("hello", 1), new RecordingListener()));
        assertEquals(List.of(true, false), failures);
    }

    private BatchingEngine engine() {
        BatchingLimits limits = new BatchingLimits(
                3,
                100,
                true,
                Duration.ofMillis(1),
                new StepPlanner(32, 8, 2),
                Duration.ZERO,
                Duration.ofSeconds(30),
                new BatchingLimits.Recovery(1, Duration.ofHours(1)));
        StepObserver observer = new StepObserver() {
            @Override
            public void stepTaken(int promptTokens, int decodeTokens, Duration duration) {}

            @Override
            public void loopFailed(boolean recovered) {
                failures.add(recovered);
            }
        };
        DecodeStep step = new DecodeStep(model, limits, new ThreadTurns(), observer);
        return new BatchingEngine(
                new EngineDescription("fake", 200, 2, 3, new TemplateOverhead(0, 0)),
                limits,
                model,
                model,
                step,
                InstantSource.system(),
                this::changed);
    }

    private void changed() {
        if (failures.contains(false) && engine.lost().isPresent() && !engine.running()) {
            toldOfTheLoss.countDown();
        }
    }

    private RecordingListener submitted(GenerationOrder order) {
        RecordingListener listener = new RecordingListener();
        assertInstanceOf(Submission.Submitted.class, engine.submit(order, listener));
        return listener;
    }

    private static GenerationOrder order(String prompt, int choices) {
        Instant later = Instant.now().plusSeconds(60);
        return new GenerationOrder(
                new Tenant("a"),
                AdapterUse.NONE,
                FakeModel.prompt(prompt),
                TokenCount.of(50),
                new Sampling(0, 1, OptionalLong.empty(), 0, 0, Map.of(), OptionalInt.empty(), choices),
                List.of(),
                later,
                later);
    }
}
