package dev.cortado.gateway.complete;

import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.Routed;

/// The end of a completion that was delivered and settled.
///
/// @param shortenedByHold true where the node cut the completion to what the hold pays for
/// @param budget after the charge
public record Completed(Routed routed, Finished finished, boolean shortenedByHold, Budget budget) {

    /// Whether an answer ends where the money did: the hold was shrunk, and the cut was reached.
    public boolean shortenedByBudget() {
        return ended(FinishReason.BUDGET) || (shortenedByHold && ended(FinishReason.LENGTH));
    }

    private boolean ended(FinishReason reason) {
        return finished.reason() == reason || finished.choices().containsValue(reason);
    }
}
