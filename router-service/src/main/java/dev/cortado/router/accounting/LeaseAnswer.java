package dev.cortado.router.accounting;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import java.time.Instant;
import java.util.List;

/// Accounting's answer to a [LeaseMessage].
public sealed interface LeaseAnswer {

    /// @param asOf accounting's time of the answer; old where a repeated message got its first answer again
    record Granted(List<Grant> grants, Instant asOf) implements LeaseAnswer {
        public Granted {
            grants = List.copyOf(grants);
        }
    }

    record Refused(Refusal refusal, String message) implements LeaseAnswer {}

    /// @param total granted since the session began, which may be less than was wanted
    /// @param cap of the counter, in its unit
    /// @param committed of the counter over all sessions, in its unit
    record Grant(LeaseId lease, CounterId counter, long total, Instant windowEnd, long cap, long committed) {}

    /// Why a whole message was refused.
    enum Refusal {
        SESSION_ENDED,
        OLD_SEQ,
        UNKNOWN_COUNTER,
        FLOOR_ABOVE_GRANTED,
        TENANT_SUSPENDED,
        /// The message is wrong in itself, such as one of too many counters: sent again it would be refused again.
        INVALID,
        OTHER
    }
}
