package dev.cortado.router.accounting;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Wants of one session, as totals since it began.
///
/// @param waitingSince when the request that has waited longest for it began to wait, to the microsecond
/// since accounting compares it too; null where nobody waits
public record LeaseMessage(
        SessionId session,
        long seq,
        String requestId,
        List<Want> wants,
        @Nullable Instant waitingSince) {

    /// Counters that one message may speak of at most: accounting rejects a longer one.
    public static final int WANTS_MAX = 256;

    public LeaseMessage {
        wants = List.copyOf(wants);
        waitingSince = waitingSince == null ? null : waitingSince.truncatedTo(ChronoUnit.MICROS);
    }

    /// @param floor settled and open holds; never granted less
    /// @param want what the router would like in all
    public record Want(CounterId counter, long floor, long want) {}
}
