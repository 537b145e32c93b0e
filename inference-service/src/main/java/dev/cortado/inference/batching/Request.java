package dev.cortado.inference.batching;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Delta;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.GenerationTimings;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.TokenCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// One generation from submission to end: its choices, which share the prompt, and what they come to together. The
/// decode loop owns it, but for the two flags.
final class Request implements Generation {

    /// Of several causes the first of these that there is.
    private static final List<StopCause> GRAVEST = List.of(
            StopCause.ERROR,
            StopCause.CANCELLED,
            StopCause.DEADLINE,
            StopCause.LENGTH,
            StopCause.TOOL_CALLS,
            StopCause.STOP);

    private final GenerationListener listener;
    private final Runnable changed;
    private final List<Sequence> choices;
    private final StopCause[] causes;
    private final long submittedNanos = System.nanoTime();

    private volatile boolean cancelled;
    private volatile boolean paused;
    private volatile long pausedNanos;

    private Instant startedAt = Instant.EPOCH;
    private long startedNanos;
    private long firstTokenNanos;
    private long busyNanos;
    private long completionTokens;
    private int ended;
    private String errorMessage = "";

    /// @param changed called after a flag changed
    Request(GenerationOrder order, GenerationListener listener, Runnable changed) {
        this.listener = listener;
        this.changed = changed;
        int count = order.sampling().choices();
        this.causes = new StopCause[count];
        List<Sequence> made = new ArrayList<>();
        IntStream.range(0, count).forEach(choice -> made.add(new Sequence(this, order, choice)));
        this.choices = List.copyOf(made);
    }

    @Override
    public void cancel() {
        cancelled = true;
        changed.run();
    }

    @Override
    public void pause() {
        if (!paused) {
            pausedNanos = System.nanoTime();
            paused = true;
        }
    }

    @Override
    public void resume() {
        paused = false;
        changed.run();
    }

    boolean cancelled() {
        return cancelled;
    }

    /// Whether its reader has taken nothing for so long.
    boolean isPausedFor(Duration longest) {
        return paused && System.nanoTime() - pausedNanos > longest.toNanos();
    }

    boolean runnable() {
        return !paused && !cancelled;
    }

    /// The choice that computes the prompt.
    Sequence leader() {
        return choices.getFirst();
    }

    List<Sequence> choices() {
        return choices;
    }

    /// Those that take the prompt over from the first.
    List<Sequence> followers() {
        return choices.subList(1, choices.size());
    }

    void started(Instant now) {
        startedAt = now;
        startedNanos = System.nanoTime();
    }

    void tokenDrawn() {
        if (completionTokens++ == 0) {
            firstTokenNanos = System.nanoTime();
        }
    }

    void busyFor(long nanos) {
        busyNanos += nanos;
    }

    void tell(Delta delta) {
        if (!delta.isEmpty()) {
            listener.delta(delta);
        }
    }

    void neverStarted(GenerationEnd.Reason reason) {
        listener.ended(new GenerationEnd.NeverStarted(reason));
    }

    /// One choice is over; with the last one all is.
    void ended(int choice, StopCause cause, Instant now, String message) {
        causes[choice] = cause;
        errorMessage = message.isEmpty() ? errorMessage : message;
        if (++ended < choices.size()) {
            return;
        }
        GenerationTimings timings = new GenerationTimings(
                startedAt,
                now,
                Duration.ofNanos(startedNanos - submittedNanos),
                completionTokens == 0 ? Duration.ZERO : Duration.ofNanos(firstTokenNanos - submittedNanos),
                Duration.ofNanos(busyNanos));
        List<StopCause> all = List.of(causes);
        listener.ended(new GenerationEnd.Generated(
                GRAVEST.stream().filter(all::contains).findFirst().orElse(cause),
                TokenCount.of(leader().promptTokensMetered()),
                TokenCount.of(leader().cachedTokensMetered()),
                TokenCount.of(completionTokens),
                TokenCounters.ENGINE,
                timings,
                errorMessage,
                all));
    }
}
