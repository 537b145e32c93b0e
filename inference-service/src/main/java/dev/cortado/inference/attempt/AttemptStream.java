package dev.cortado.inference.attempt;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Delta;
import dev.cortado.inference.meter.MeteredAttempt;
import java.time.Instant;

/// The caller's end of an attempt. Called from several threads, but never by two at once, in order; each call must
/// return
/// at once. Exactly one of `finished`, `refused` and `meteringUnavailable` comes, and it is the last.
public interface AttemptStream {

    /// @param completionMax of each choice
    void accepted(TokenCount promptTokens, TokenCount completionMax, boolean cutByHold);

    /// Whole characters of the only choice, never empty.
    void delta(String text);

    /// Not empty. Who asks for plain text only hears that.
    default void delta(Delta delta) {
        if (!delta.text().isEmpty()) {
            delta(delta.text());
        }
    }

    /// @param appendedAt the broker's time of the usage event
    void finished(MeteredAttempt attempt, Instant appendedAt);

    void refused(RefusedAttempt refused);

    void meteringUnavailable(String message);
}
