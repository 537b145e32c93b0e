package dev.cortado.gateway.generate;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.route.SignedWord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Hears what a node says of one attempt: `accepted`, then deltas, then exactly one of the seven ends. Any end may come
/// first; `notPresented` only then.
public interface GenerationListener {

    /// The prompt is counted and the attempt runs, or waits for its turn.
    void accepted(Accepted accepted);

    /// @param delta never empty
    void delta(Delta delta);

    void finished(Finished finished);

    /// The attempt never started.
    void refused(AttemptRefusal refusal);

    /// The usage was not known to be durable in time. Its record may be in the log all the same, and then
    /// it is charged: the answer must not be delivered as a whole one, nor may another attempt follow.
    void meteringUnavailable(String message);

    /// The node cannot be reached: it never got the token.
    void notPresented(String message);

    /// The node went away or took too long. What it did with the token is not known.
    void failed(String message);

    /// The client did not read the answer in time, and so held the node up until its time was over. What the node did
    /// with the token is not known, nor that it is at fault.
    void notRead(String message);

    /// An event of the node could not be handled here: what the node does with the token is not known, nor that it is
    /// at fault.
    void notUnderstood(String message);

    /// @param shortenedByHold the node cut the completion so that its cost stays within the hold
    record Accepted(long promptTokens, long completionTokensMax, boolean shortenedByHold) {}

    /// @param reason why the attempt ended
    /// @param choices why choices ended that did so for another reason than the attempt, by index
    /// @param errorMessage what went wrong where the reason is [FinishReason#ERROR], else empty
    /// @param profilePromptTokens what the prompt profile adds to a prompt on this variant; null where that was not
    /// counted
    record Finished(
            SignedWord receipt,
            Usage usage,
            FinishReason reason,
            Map<Integer, FinishReason> choices,
            NanoUsd cost,
            String errorMessage,
            @Nullable Long profilePromptTokens) {

        public Finished {
            choices = Map.copyOf(choices);
        }

        /// The end of an attempt without a prompt profile.
        public Finished(
                SignedWord receipt,
                Usage usage,
                FinishReason reason,
                Map<Integer, FinishReason> choices,
                NanoUsd cost,
                String errorMessage) {
            this(receipt, usage, reason, choices, cost, errorMessage, null);
        }

        /// Why one choice ended.
        public FinishReason reasonOf(int choice) {
            return choices.getOrDefault(choice, reason);
        }
    }
}
