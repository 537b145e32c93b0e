package dev.cortado.accounting.http;

import dev.cortado.accounting.tenant.WriteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The right to change something, which [Asker] gives after it looked at the roles. Whoever orders a write needs one,
/// so that no write goes without the look.
final class Right {

    private static final int KEY_LENGTH_MAX = 255;

    private final String actor;

    Right(String actor) {
        this.actor = actor;
    }

    /// @param action a word for the audit; the same key with another action or body is refused
    WriteOrder order(String action, @Nullable String idempotencyKey, Object body) {
        if (idempotencyKey != null && (idempotencyKey.isEmpty() || idempotencyKey.length() > KEY_LENGTH_MAX)) {
            throw new ProblemException(Problem.invalid(
                    "Idempotency-Key", "the length is not allowed", "1 to " + KEY_LENGTH_MAX + " characters"));
        }
        return new WriteOrder(actor, Optional.ofNullable(idempotencyKey), body.toString(), action);
    }
}
