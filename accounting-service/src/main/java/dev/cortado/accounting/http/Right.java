package dev.cortado.accounting.http;

import dev.cortado.accounting.tenant.WriteOrder;
import org.jspecify.annotations.Nullable;

/// The right to change something, which [Asker] gives after it looked at the roles. Whoever orders a write needs one,
/// so that no write goes without the look.
final class Right {

    static final String HEADER = "Idempotency-Key";
    static final int KEY_LENGTH_MAX = 255;

    private final String actor;

    Right(String actor) {
        this.actor = actor;
    }

    /// A change happens once only: whoever repeats a request says by its key that it is the same one.
    ///
    /// @param action a word for the audit; the same key with another action or body is refused
    WriteOrder order(String action, @Nullable String idempotencyKey, Object body) {
        String key = Fields.required(
                HEADER,
                idempotencyKey,
                "a header with a text of your own, such as a UUID, the same again when you repeat the request");
        if (key.isEmpty() || key.length() > KEY_LENGTH_MAX) {
            throw new ProblemException(
                    Problem.invalid(HEADER, "the length is not allowed", "1 to " + KEY_LENGTH_MAX + " characters"));
        }
        return new WriteOrder(actor, key, body.toString(), action);
    }
}
