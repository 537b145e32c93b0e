package dev.cortado.bench.soak;

import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.TokenUsage;
import java.util.Optional;

/// What the bench knows of one generation: what it asked, and what it saw.
///
/// @param promptTokens as counted here
/// @param completionMax that it asked for
/// @param pieces of text that came
/// @param accepted whether the node said that it runs or waits: then there must be a usage event
/// @param finished what the node told at the end; empty where the client left before
record Attempt(
        String reservation,
        long promptTokens,
        long completionMax,
        long pieces,
        boolean accepted,
        Optional<Finished> finished) {

    /// @param costNanoUsd as the node says
    record Finished(TokenUsage usage, FinishReason reason, long costNanoUsd) {}
}
