package dev.cortado.router.route;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decide.World;
import dev.cortado.router.estimate.Calibrations;
import dev.cortado.router.estimate.PredictorEstimator;
import dev.cortado.router.estimate.PredictorFit;
import dev.cortado.router.estimate.PromptSample;
import dev.cortado.router.estimate.SecondStage;
import dev.cortado.router.fake.FakeEncoder;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.fake.VirtualTime;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.Sentence;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.predict.UtilityModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SentencesTest {

    private static final Duration WAIT_MAX = Duration.ofMillis(100);
    private static final int QUEUE_MAX = 2;
    private static final PromptReader READER = new PromptReader(TokenVectors.shipped());
    private static final PredictorFit FIT = PredictorFit.of(Calibrations.of("v1", 120), List.of(), READER::read, 100)
            .orElseThrow();

    private final FakeEncoder encoder = new FakeEncoder();
    private final VirtualTime time = new VirtualTime();
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final List<SentenceWatcher.Reading> readings = new ArrayList<>();
    private final List<Duration> waited = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Sentences sentences = sentences(SecondStage.of(encoder, 16), true);
    private final Deque<Runnable> routing = new ArrayDeque<>();

    private Sentences sentences(SecondStage stage, boolean areOfUse) {
        return new Sentences(stage, () -> areOfUse, this::enqueue, WAIT_MAX, time, new SentenceWatcher() {
            @Override
            public void sentence(Reading reading, Duration took) {
                readings.add(reading);
                waited.add(took);
            }

            @Override
            public void sentenceModelFailed(Throwable why) {
                failures.add(why);
            }
        });
    }

    private void enqueue(Runnable work) {
        if (queue.size() == QUEUE_MAX) {
            throw new RejectedExecutionException();
        }
        queue.add(work);
    }

    @Test
    void read_offTheCallersThread_isKnownOnceAWorkerHasReadIt() {
        CompletableFuture<RouteRequest> coming = read("What is 31 plus 57?");
        assertFalse(coming.isDone());
        time.pass(Duration.ofMillis(7));
        queue.remove().run();
        assertFalse(coming.isDone(), "the thread that reads does not route");
        routing.remove().run();

        assertArrayEquals(
                new float[] {1, 0},
                Objects.requireNonNull(sentence(coming.join())).vector());
        assertEquals(List.of(SentenceWatcher.Reading.READ), readings);
        assertEquals(List.of(Duration.ofMillis(7)), waited);
    }

    @Test
    void read_notInTime_goesOnWithout_andNobodyReadsItAnyMore() {
        CompletableFuture<RouteRequest> coming = read("What is 31 plus 57?");
        time.pass(WAIT_MAX);
        routing.remove().run();

        assertNull(sentence(coming.join()));
        assertEquals(List.of(SentenceWatcher.Reading.LATE), readings);
        queue.remove().run();
        assertEquals(0, encoder.texts.get());
    }

    @Test
    void read_whereTooManyWait_goesOnWithoutAtOnce() {
        var _ = read("one");
        var _ = read("two");
        CompletableFuture<RouteRequest> third = read("three");
        routing.remove().run();

        assertNull(sentence(third.join()));
        assertEquals(List.of(SentenceWatcher.Reading.BUSY), readings);
    }

    @Test
    void read_byAModelThatFails_goesOnWithout_andTellsWhy() {
        encoder.fails = true;
        CompletableFuture<RouteRequest> coming = read("one");
        queue.remove().run();
        routing.remove().run();

        assertNull(sentence(coming.join()));
        assertEquals(List.of(SentenceWatcher.Reading.FAILED), readings);
        assertEquals("broken", failures.getFirst().getMessage());
    }

    @Test
    void read_whereNothingIsToBeRead_isTheRequestItself_atOnce() {
        RouteRequest request = request(PromptSample.of("What is 31 plus 57?"));
        RouteRequest empty = request(PromptSample.NONE);

        assertSame(request, now(sentences(SecondStage.NONE, true), request));
        assertSame(
                request,
                now(sentences(SecondStage.of(encoder, 16), false), request),
                "the predictor has no use for it");
        assertSame(empty, now(sentences, empty));
        assertTrue(queue.isEmpty());
        assertTrue(readings.isEmpty());
    }

    private @Nullable RouteRequest now(Sentences by, RouteRequest request) {
        return by.read(request, routing::add).toCompletableFuture().getNow(null);
    }

    private CompletableFuture<RouteRequest> read(String prompt) {
        return sentences.read(request(PromptSample.of(prompt)), routing::add).toCompletableFuture();
    }

    private static RouteRequest request(PromptSample prompt) {
        RouteRequest plain = new RouteRequest(
                Rig.TENANT,
                new Wishes("auto", Lane.REALTIME, 100, 1, TokenCount.of(64), false, null, null, null, Set.of()),
                "request-1",
                Map.of());
        return plain.with(prompt);
    }

    /// What an estimator is told of the prompt.
    private static @Nullable Sentence sentence(RouteRequest request) {
        PredictorEstimator estimator = new PredictorEstimator();
        estimator.use(READER, FIT.predictor(), UtilityModel.BEYOND);
        return estimator
                .of(request.prompt(), "", new World().catalogue)
                .prompt()
                .orElseThrow()
                .features()
                .sentence();
    }
}
