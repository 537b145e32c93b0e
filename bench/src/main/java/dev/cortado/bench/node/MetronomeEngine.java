package dev.cortado.bench.node;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.GenerationTimings;
import dev.cortado.inference.engine.Occupancy;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.TemplateOverhead;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Draws one token at each beat, for as many as are asked for: every answer's length and price are known beforehand.
/// A prompt has one token for every four bytes, and at least one.
public final class MetronomeEngine implements Engine {

    private static final int BYTES_A_TOKEN = 4;
    private static final int CONTEXT_TOKENS = 8_192;
    private static final String[] WORDS = {"crema ", "basket ", "grind ", "tamp ", "pull ", "pour ", "steam ", "cup "};

    private final EngineDescription description;
    private final Duration beat;
    private final InstantSource clock;
    private final Runnable occupancyChanged;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("metronome").daemon(true).factory());
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /// @param slots attempts that run at once; more are refused as a full queue
    /// @param beat between two tokens of one attempt; zero: all at once
    public MetronomeEngine(String model, int slots, Duration beat, InstantSource clock, Runnable occupancyChanged) {
        this.description = new EngineDescription(model, CONTEXT_TOKENS, slots, 0, new TemplateOverhead(0, 0));
        this.beat = beat;
        this.clock = clock;
        this.occupancyChanged = occupancyChanged;
    }

    @Override
    public EngineDescription description() {
        return description;
    }

    @Override
    public PromptPreparation prepare(Conversation conversation) {
        int bytes = conversation.messages().stream()
                .mapToInt(message -> message.content().length())
                .sum();
        return new PromptPreparation.Prepared(new PreparedPrompt(new int[Math.max(1, bytes / BYTES_A_TOKEN)]));
    }

    @Override
    public Submission submit(GenerationOrder order, GenerationListener listener) {
        if (stopped) {
            return new Submission.Stopped();
        }
        if (running.size() >= description.slots()) {
            return new Submission.QueueFull(0);
        }
        Running one = new Running(order, listener);
        running.add(one);
        occupancyChanged.run();
        beats.execute(one::draw);
        return new Submission.Submitted(one);
    }

    @Override
    public Occupancy occupancy() {
        double rate = beat.isZero() ? 1e6 : 1e9 / beat.toNanos();
        return new Occupancy(running.size(), 0, OptionalDouble.of(1e6), OptionalDouble.of(rate));
    }

    @Override
    public boolean running() {
        return !stopped;
    }

    @Override
    public void close() {
        stopped = true;
        beats.execute(() -> running.forEach(one -> one.end(StopCause.ERROR, "the engine was closed")));
        beats.shutdown();
    }

    /// One attempt. Only the metronome's thread moves it.
    private final class Running implements Generation {
        private final GenerationOrder order;
        private final GenerationListener listener;
        private final Instant startedAt = clock.instant();
        private long drawn;
        private boolean ended;
        private volatile boolean cancelled;
        private volatile boolean paused;

        Running(GenerationOrder order, GenerationListener listener) {
            this.order = order;
            this.listener = listener;
        }

        void draw() {
            do {
                if (ended) {
                    return;
                }
                if (cancelled) {
                    end(StopCause.CANCELLED, "");
                } else if (clock.instant().isAfter(order.finishBy())) {
                    end(StopCause.DEADLINE, "");
                } else if (!paused) {
                    listener.delta(WORDS[(int) (drawn % WORDS.length)]);
                    drawn++;
                    if (drawn >= order.completionMax().count()) {
                        end(StopCause.LENGTH, "");
                    }
                }
            } while (beat.isZero() && !ended && !paused);
            if (!ended) {
                long pause = Math.max(beat.toNanos(), 1_000_000);
                var _ = beats.schedule(this::draw, pause, TimeUnit.NANOSECONDS);
            }
        }

        void end(StopCause cause, String message) {
            if (ended) {
                return;
            }
            ended = true;
            running.remove(this);
            Instant now = clock.instant();
            Duration ran = Duration.between(startedAt, now);
            listener.ended(new GenerationEnd.Generated(
                    cause,
                    order.prompt().count(),
                    TokenCount.of(drawn),
                    new GenerationTimings(startedAt, now, Duration.ZERO, beat, ran),
                    message));
            occupancyChanged.run();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
        }
    }
}
