package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.OutputRule;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Rules that take long to compile, and what becomes of those that are not needed.
@Timeout(60)
class RuleCompilingTest {

    private static final String ANSWER = "{}";

    private final FakeModel model = new FakeModel(1, 200, ANSWER);
    private final BatchingEngine engine = BatchingEngineTest.engine(model);

    @AfterEach
    void close() {
        engine.close();
        assertEquals(0, model.rules.get(), "rules that nobody freed");
    }

    @Test
    void submit_whileARuleIsCompiled_othersAreAdmittedServedAndCancelled() throws Exception {
        model.compiled = new CountDownLatch(1);
        RecordingListener slow = new RecordingListener();
        CompletableFuture<Submission> submission = CompletableFuture.supplyAsync(() -> engine.submit(ruled(), slow));
        model.compiling.acquire();

        RecordingListener served = new RecordingListener();
        submitted(free(), served);
        assertEquals(ANSWER, served.text(0));
        model.hanging = true;
        RecordingListener left = new RecordingListener();
        Generation cancelled = submitted(free(), left);
        model.hung.acquire();
        cancelled.cancel();
        assertEquals(StopCause.CANCELLED, left.generated().cause());
        model.hanging = false;
        assertEquals(0, engine.occupancy().queueDepth());

        model.compiled.countDown();
        assertInstanceOf(Submission.Submitted.class, submission.get(20, TimeUnit.SECONDS));
        assertEquals(ANSWER, slow.text(0));
    }

    @Test
    void submit_refusedOnceItsRuleIsCompiled_freesIt() throws Exception {
        model.compiled = new CountDownLatch(1);
        CompletableFuture<Submission> submission =
                CompletableFuture.supplyAsync(() -> engine.submit(ruled(), new RecordingListener()));
        model.compiling.acquire();
        engine.drain();
        model.compiled.countDown();

        assertInstanceOf(Submission.Stopped.class, submission.get(20, TimeUnit.SECONDS));
        assertEquals(0, model.rules.get());
    }

    @Test
    void cancel_inTheQueue_freesTheRule() throws Exception {
        model.hanging = true;
        RecordingListener running = new RecordingListener();
        Generation first = submitted(ruled(), running);
        model.hung.acquire();
        RecordingListener waiting = new RecordingListener();
        submitted(ruled(), waiting).cancel();
        first.cancel();

        assertEquals(new GenerationEnd.NeverStarted(GenerationEnd.Reason.CANCELLED), waiting.end());
        assertEquals(StopCause.CANCELLED, running.generated().cause());
        model.hanging = false;
        assertEquals(0, model.rules.get());
    }

    @Test
    void submit_thatIsRefusedAnyway_compilesNothing() {
        engine.drain();
        assertInstanceOf(Submission.Stopped.class, engine.submit(ruled(), new RecordingListener()));
        assertEquals(0, model.compiling.availablePermits());
    }

    private Generation submitted(GenerationOrder order, RecordingListener listener) {
        return assertInstanceOf(Submission.Submitted.class, engine.submit(order, listener))
                .generation();
    }

    private static GenerationOrder free() {
        return order(OutputRule.FREE);
    }

    private static GenerationOrder ruled() {
        return order(new OutputRule("root ::= \"{}\"", OutputRule.FROM_START, Optional.empty()));
    }

    private static GenerationOrder order(OutputRule rule) {
        Instant later = Instant.now().plusSeconds(60);
        return new GenerationOrder(
                new PreparedPrompt(new int[] {1, 2, 3}, rule),
                TokenCount.of(20),
                Sampling.greedy(),
                List.of(),
                later,
                later);
    }
}
