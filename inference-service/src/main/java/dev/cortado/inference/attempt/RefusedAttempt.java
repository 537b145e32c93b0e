package dev.cortado.inference.attempt;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.verify.AttemptId;
import dev.cortado.inference.verify.RefusalCause;
import java.util.Optional;

/// An attempt that never started.
///
/// @param id empty where the token was not genuine
/// @param promptTokens exact where counted, but of a prompt too long for the context at least so many; else 0
/// @param costMin of the prompt and one completion token, at most where the prompt was not counted; 0 where not known
/// @param contextTokens where it matters, else 0
/// @param field the client's field that is not served, where that is the cause and it has one
public record RefusedAttempt(
        Optional<AttemptId> id,
        RefusalCause cause,
        String message,
        TokenCount promptTokens,
        NanoUsd costMin,
        int contextTokens,
        String field) {

    RefusedAttempt(
            Optional<AttemptId> id,
            RefusalCause cause,
            String message,
            TokenCount promptTokens,
            NanoUsd costMin,
            int contextTokens) {
        this(id, cause, message, promptTokens, costMin, contextTokens, "");
    }

    /// What this node does not serve.
    static RefusedAttempt unsupported(AttemptId id, String field, String message) {
        return new RefusedAttempt(
                Optional.of(id), RefusalCause.UNSUPPORTED, message, TokenCount.ZERO, NanoUsd.ZERO, 0, field);
    }

    static RefusedAttempt of(Optional<AttemptId> id, RefusalCause cause, String message) {
        return new RefusedAttempt(id, cause, message, TokenCount.ZERO, NanoUsd.ZERO, 0);
    }
}
