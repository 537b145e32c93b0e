package dev.cortado.inference.batching;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.GenerationTimings;
import dev.cortado.inference.engine.StopCause;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// One generation from submission to end. The decode loop owns it, but for the two flags.
final class Sequence implements Generation {

    static final int NO_SLOT = -1;

    private static final int DRAWN_ROOM = 64;

    private final GenerationOrder order;
    private final GenerationListener listener;
    private final Runnable changed;
    private final CompletionText text;
    private final long submittedNanos = System.nanoTime();

    private volatile boolean cancelled;
    private volatile boolean paused;

    private int slot = NO_SLOT;
    private Instant startedAt = Instant.EPOCH;
    private long startedNanos;
    private long firstTokenNanos;
    private long busyNanos;
    private int cachedTokens;
    private int promptTokensDone;
    private int completionTokens;
    private int[] drawn = new int[DRAWN_ROOM];

    /// @param changed called after a flag changed
    Sequence(GenerationOrder order, GenerationListener listener, Runnable changed) {
        this.order = order;
        this.listener = listener;
        this.changed = changed;
        this.text = new CompletionText(order.stops());
    }

    @Override
    public void cancel() {
        cancelled = true;
        changed.run();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        changed.run();
    }

    boolean cancelled() {
        return cancelled;
    }

    boolean runnable() {
        return !paused && !cancelled;
    }

    GenerationOrder order() {
        return order;
    }

    int slot() {
        return slot;
    }

    /// @param place where it runs; the prompt tokens that the slot holds are not computed again
    void start(Slots.Place place, Instant now) {
        slot = place.slot();
        cachedTokens = place.cached();
        promptTokensDone = place.cached();
        startedAt = now;
        startedNanos = System.nanoTime();
    }

    int promptTokensLeft() {
        return order.prompt().size() - promptTokensDone;
    }

    /// Adds its next tokens.
    ///
    /// @return the row whose output is to be sampled, or -1 while the prompt goes on
    int addTo(StepBatch batch, int count) {
        if (promptTokensLeft() == 0) {
            return batch.add(drawn[completionTokens - 1], order.prompt().size() + completionTokens - 1, slot, true);
        }
        boolean reachesEnd = count == promptTokensLeft();
        int row = -1;
        for (int i = 0; i < count; i++) {
            int position = promptTokensDone + i;
            boolean output = reachesEnd && i == count - 1;
            row = batch.add(order.prompt().token(position), position, slot, output);
        }
        return reachesEnd ? row : -1;
    }

    void promptAdvanced(int count) {
        promptTokensDone += count;
    }

    void busyFor(long nanos) {
        busyNanos += nanos;
    }

    /// Takes a drawn token.
    ///
    /// @return whether the generation goes on
    boolean drawn(int token, byte[] bytes, boolean endsGeneration) {
        if (completionTokens == 0) {
            firstTokenNanos = System.nanoTime();
        }
        if (completionTokens == drawn.length) {
            drawn = Arrays.copyOf(drawn, 2 * drawn.length);
        }
        drawn[completionTokens++] = token;
        if (!endsGeneration) {
            tell(text.add(bytes));
        }
        return !endsGeneration
                && !text.stopped()
                && completionTokens < order.completionMax().count();
    }

    /// Why it ended after [#drawn] returned false.
    StopCause cause(boolean endsGeneration) {
        return endsGeneration || text.stopped() ? StopCause.STOP : StopCause.LENGTH;
    }

    void end(StopCause cause, Instant now, String errorMessage) {
        if (cause == StopCause.STOP || cause == StopCause.LENGTH || cause == StopCause.DEADLINE) {
            tell(text.finish());
        }
        GenerationTimings timings = new GenerationTimings(
                startedAt,
                now,
                Duration.ofNanos(startedNanos - submittedNanos),
                completionTokens == 0 ? Duration.ZERO : Duration.ofNanos(firstTokenNanos - submittedNanos),
                Duration.ofNanos(busyNanos));
        boolean stepped = promptTokensDone > cachedTokens;
        listener.ended(new GenerationEnd.Generated(
                cause,
                TokenCount.of(stepped ? promptTokensDone : 0),
                TokenCount.of(stepped ? cachedTokens : 0),
                TokenCount.of(completionTokens),
                timings,
                errorMessage));
    }

    /// What the model holds of it: the prompt as far as it was processed, and what was drawn but for the last token,
    /// which no step has taken in.
    int[] tokensHeld() {
        int completion = Math.max(0, completionTokens - 1);
        int[] held = new int[promptTokensDone + completion];
        for (int i = 0; i < promptTokensDone; i++) {
            held[i] = order.prompt().token(i);
        }
        System.arraycopy(drawn, 0, held, promptTokensDone, completion);
        return held;
    }

    void neverStarted(GenerationEnd.Reason reason) {
        listener.ended(new GenerationEnd.NeverStarted(reason));
    }

    private void tell(String delta) {
        if (!delta.isEmpty()) {
            listener.delta(delta);
        }
    }
}
