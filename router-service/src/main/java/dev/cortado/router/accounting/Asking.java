package dev.cortado.router.accounting;

import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who asks for leases. Of two orders that each want what the other's router keeps, one goes before the other, and all
/// routers say the same which.
///
/// @param since when the request that has waited longest for the order began to wait; null where nobody waits
public record Asking(SessionId session, @Nullable Instant since) {

    /// Whether this order has waited longer; of two that began at once the lower session's goes first.
    public boolean goesBefore(Asking other) {
        if (since == null || other.since == null) {
            return since != null || (other.since == null && isOfLowerSession(other));
        }
        int order = since.compareTo(other.since);
        return order < 0 || (order == 0 && isOfLowerSession(other));
    }

    private boolean isOfLowerSession(Asking other) {
        return session.value() < other.session.value();
    }
}
