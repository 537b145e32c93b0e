package dev.cortado.gateway.generate;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.route.SignedWord;

/// A node's signed word that an attempt never started.
///
/// @param costMin what the prompt and one completion token would cost, at most where the prompt was not counted; zero
/// where not known
/// @param promptTokens zero where not counted; of a prompt that is too long perhaps not all
/// @param field the client's field that is not served, empty where that is not the reason or not known
public record AttemptRefusal(
        SignedWord word,
        Kind kind,
        String message,
        long promptTokens,
        NanoUsd costMin,
        long contextTokensMax,
        String field) {

    public AttemptRefusal(
            SignedWord word, Kind kind, String message, long promptTokens, NanoUsd costMin, long contextTokensMax) {
        this(word, kind, message, promptTokens, costMin, contextTokensMax, "");
    }

    /// What follows from a refusal.
    public enum Kind {
        /// The exact prompt and the shortest allowed completion cost more than the hold: no other node would differ.
        HOLD_TOO_SMALL,
        /// The prompt does not fit the variant's context: a longer one may hold it.
        CONTEXT_TOO_LONG,
        /// The request asks for what its model or engine does not serve.
        NOT_SERVED,
        /// This node cannot now; another may.
        ELSEWHERE,
        /// The token came a second time. What became of the first is not known.
        TOKEN_USED
    }
}
