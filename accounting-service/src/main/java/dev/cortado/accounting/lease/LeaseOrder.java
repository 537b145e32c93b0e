package dev.cortado.accounting.lease;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One message of a router about its leases.
///
/// @param seq grows with each message; per counter, an old one is refused
/// @param requestId repeating it repeats the answer
/// @param waitingSince when the request that has waited longest for it began to wait; null where nobody waits
public record LeaseOrder(
        SessionId session,
        long seq,
        String requestId,
        List<LeaseWant> wants,
        @Nullable Instant waitingSince) {

    /// More limits than a tenant path can sensibly have.
    public static final int WANTS_MAX = 256;

    private static final int REQUEST_ID_LENGTH_MAX = 128;

    public LeaseOrder {
        if (seq < 0) {
            throw new IllegalArgumentException("seq must not be negative, but is " + seq);
        }
        if (requestId.isEmpty() || requestId.length() > REQUEST_ID_LENGTH_MAX) {
            throw new IllegalArgumentException("request_id must have 1 to " + REQUEST_ID_LENGTH_MAX + " characters");
        }
        if (wants.isEmpty() || wants.size() > WANTS_MAX) {
            throw new IllegalArgumentException("wants must name 1 to " + WANTS_MAX + " counters");
        }
        Set<CounterId> counters = new HashSet<>();
        for (LeaseWant want : wants) {
            if (!counters.add(want.counter())) {
                throw new IllegalArgumentException(
                        "wants name counter " + want.counter().value() + " twice");
            }
        }
        wants = List.copyOf(wants);
    }

    /// An order that nobody waits for.
    public LeaseOrder(SessionId session, long seq, String requestId, List<LeaseWant> wants) {
        this(session, seq, requestId, wants, null);
    }

    public Asking asking() {
        return new Asking(session, waitingSince);
    }
}
