package dev.cortado.gateway.complete;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.gateway.check.Judgement;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.Routed;
import org.jspecify.annotations.Nullable;

/// The end of a completion that was delivered and settled.
///
/// @param shortenedByHold true where the node cut the completion to what the hold pays for
/// @param budget after the charge
/// @param charged for all attempts of the request, and for verifying
/// @param check null where the answer was not checked
public record Completed(
        Routed routed,
        Finished finished,
        boolean shortenedByHold,
        Budget budget,
        NanoUsd charged,
        @Nullable Check check) {

    /// What came of looking at the answer.
    ///
    /// @param escalations how many answers before it broke a rule
    /// @param verified null where no verifier judged an answer of the request
    public record Check(
            Judgement judgement, int escalations, @Nullable Verified verified) {

        /// One that no verifier had a part in.
        public Check(Judgement judgement, int escalations) {
            this(judgement, escalations, null);
        }
    }

    /// The request in which a verifier was asked.
    ///
    /// @param cost which is among what was charged for all attempts
    public record Verified(ReservationId decision, VariantId variant, NanoUsd cost) {}

    /// An answer of one attempt that was not checked.
    public Completed(Routed routed, Finished finished, boolean shortenedByHold, Budget budget) {
        this(routed, finished, shortenedByHold, budget, finished.cost(), null);
    }

    /// Whether an answer ends where the money did: the hold was shrunk, and the cut was reached.
    public boolean shortenedByBudget() {
        return ended(FinishReason.BUDGET) || (shortenedByHold && ended(FinishReason.LENGTH));
    }

    private boolean ended(FinishReason reason) {
        return finished.reason() == reason || finished.choices().containsValue(reason);
    }
}
