package dev.cortado.gateway.settle;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.route.SignedWord;

/// How an attempt ended, for its hold.
public sealed interface Settlement {

    /// @param cost what the receipt says
    record Receipt(SignedWord receipt, NanoUsd cost) implements Settlement {}

    record Refusal(SignedWord refusal) implements Settlement {}

    /// Nothing was heard: the hold waits for the usage event.
    ///
    /// @param nodeFailed the node went away or overran its time, which counts against it
    record Unheard(boolean nodeFailed) implements Settlement {}

    /// The token was presented to no node and never will be: the hold is free at once.
    ///
    /// @param nodeFailed the node could not be reached, which counts against it
    record Unused(boolean nodeFailed) implements Settlement {}

    /// What a node's refusal comes to: its word frees the hold, save where the token came to it a second time, since it
    /// is not known what became of the first.
    static Settlement of(AttemptRefusal refusal) {
        return refusal.kind() == AttemptRefusal.Kind.TOKEN_USED ? new Unheard(false) : new Refusal(refusal.word());
    }
}
