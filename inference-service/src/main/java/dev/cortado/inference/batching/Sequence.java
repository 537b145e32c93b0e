package dev.cortado.inference.batching;

import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.TokenLikelihood;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One choice of a generation, in a slot of its own. The first computes the prompt; the others wait and then take it
/// over. Used by the decode loop only.
final class Sequence {

    static final int NO_SLOT = -1;

    private static final int DRAWN_ROOM = 64;

    private final Request request;
    private final GenerationOrder order;
    private final int choice;
    private final ChoiceOutput output;

    /// Until the model takes it over; null after.
    private TokenModel.@Nullable CompiledRule rule;

    private int slot = NO_SLOT;
    private int cachedTokens;
    private int promptTokensDone;
    private int completionTokens;
    private int[] drawn = new int[DRAWN_ROOM];

    Sequence(Request request, GenerationOrder order, int choice) {
        this.request = request;
        this.order = order;
        this.choice = choice;
        this.output = new ChoiceOutput(order, choice);
    }

    Request request() {
        return request;
    }

    boolean cancelled() {
        return request.cancelled();
    }

    boolean runnable() {
        return request.runnable() && (choice == 0 || promptTokensLeft() == 0);
    }

    GenerationOrder order() {
        return order;
    }

    int choice() {
        return choice;
    }

    int slot() {
        return slot;
    }

    /// @param compiled what keeps it to its rule; freed here unless [#open] hands it on
    void ruledBy(TokenModel.CompiledRule compiled) {
        rule = compiled;
    }

    /// @param place where it runs; the prompt tokens that the slot holds are not computed again
    void open(TokenModel model, Slots.Place place) {
        slot = place.slot();
        cachedTokens = place.cached();
        promptTokensDone = place.cached();
        TokenModel.CompiledRule given = Objects.requireNonNull(rule, "it was opened before");
        rule = null;
        model.open(slot, order.sampling(), choice, given);
    }

    /// Frees what the model never took over.
    void freeRule() {
        TokenModel.CompiledRule held = rule;
        rule = null;
        if (held != null) {
            held.free();
        }
    }

    int promptTokensLeft() {
        return order.prompt().size() - promptTokensDone;
    }

    /// Whether the others are to take over the prompt now: it is computed, and nothing was drawn.
    boolean isAtFork() {
        return choice == 0 && promptTokensLeft() == 0 && completionTokens == 0;
    }

    /// Whether a token of its answer was drawn.
    boolean hasBegun() {
        return completionTokens > 0;
    }

    /// Takes over the prompt that the first choice computed.
    void fork() {
        promptTokensDone = order.prompt().size();
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
            boolean last = reachesEnd && i == count - 1;
            row = batch.add(order.prompt().token(position), position, slot, last);
        }
        return reachesEnd ? row : -1;
    }

    void promptAdvanced(int count) {
        promptTokensDone += count;
    }

    /// The model holds nothing of it any more, so that its prompt begins anew.
    void promptForgotten() {
        promptTokensDone = 0;
        cachedTokens = 0;
    }

    void busyFor(long nanos) {
        request.busyFor(nanos);
    }

    /// Takes a drawn token.
    ///
    /// @param likelihood null where nobody asked
    /// @return whether the choice goes on
    boolean drawn(int token, byte[] bytes, boolean endsGeneration, @Nullable TokenLikelihood likelihood) {
        request.tokenDrawn();
        if (completionTokens == drawn.length) {
            drawn = Arrays.copyOf(drawn, 2 * drawn.length);
        }
        drawn[completionTokens++] = token;
        if (!endsGeneration) {
            request.tell(output.add(bytes, likelihood));
        }
        return !endsGeneration
                && !output.stopped()
                && completionTokens < order.completionMax().count();
    }

    /// Why it ended after [#drawn] returned false.
    StopCause cause(boolean endsGeneration) {
        if (!endsGeneration && !output.stopped()) {
            return StopCause.LENGTH;
        }
        return output.called() ? StopCause.TOOL_CALLS : StopCause.STOP;
    }

    void end(StopCause cause, Instant now, String errorMessage) {
        if (cause != StopCause.CANCELLED && cause != StopCause.ERROR) {
            request.tell(output.finish());
        }
        request.ended(choice, cause, now, errorMessage);
    }

    /// Prompt tokens to be metered: none where no step was taken.
    int promptTokensMetered() {
        return promptTokensDone > cachedTokens ? promptTokensDone : 0;
    }

    int cachedTokensMetered() {
        return promptTokensDone > cachedTokens ? cachedTokens : 0;
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
}
