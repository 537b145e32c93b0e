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
import java.util.Arrays;
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
    private boolean told;
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

    GenerationOrder order() {
        return leader().order();
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

    /// Compiles what keeps each choice to its rule: the costly part of a submission, so outside of any lock. What was
    /// compiled is freed with [#freeRules] unless the choices start.
    void compile(TokenModel model) {
        try {
            for (Sequence sequence : choices) {
                sequence.ruledBy(model.compile(sequence.order().prompt().rule()));
            }
        } catch (RuntimeException | Error e) {
            freeRules();
            throw e;
        }
    }

    void freeRules() {
        choices.forEach(Sequence::freeRule);
    }

    void neverStarted(GenerationEnd.Reason reason) {
        freeRules();
        told = true;
        listener.ended(new GenerationEnd.NeverStarted(reason));
    }

    /// One choice is over; with the last one all is.
    void ended(int choice, StopCause cause, Instant now, String message) {
        causes[choice] = cause;
        errorMessage = message.isEmpty() ? errorMessage : message;
        if (++ended == choices.size()) {
            tellEnd(now);
        }
    }

    /// The engine failed: whatever is not over is. Does nothing where the end was told.
    void broken(Instant now, String message) {
        if (told) {
            return;
        }
        freeRules();
        Arrays.setAll(causes, choice -> causes[choice] == null ? StopCause.ERROR : causes[choice]);
        errorMessage = message;
        tellEnd(now);
    }

    private void tellEnd(Instant now) {
        told = true;
        GenerationTimings timings = new GenerationTimings(
                startedAt,
                now,
                Duration.ofNanos(startedNanos - submittedNanos),
                completionTokens == 0 ? Duration.ZERO : Duration.ofNanos(firstTokenNanos - submittedNanos),
                Duration.ofNanos(busyNanos));
        List<StopCause> all = List.of(causes);
        listener.ended(new GenerationEnd.Generated(
                GRAVEST.stream().filter(all::contains).findFirst().orElse(StopCause.ERROR),
                TokenCount.of(leader().promptTokensMetered()),
                TokenCount.of(leader().cachedTokensMetered()),
                TokenCount.of(completionTokens),
                TokenCounters.ENGINE,
                timings,
                errorMessage,
                all));
    }
}
