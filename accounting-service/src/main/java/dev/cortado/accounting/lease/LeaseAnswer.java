package dev.cortado.accounting.lease;

import java.time.Instant;
import java.util.List;

/// What comes of a [LeaseOrder].
public sealed interface LeaseAnswer {

    /// Each lease stands between floor and want, as much as fits.
    record Granted(List<LeaseGrant> grants, Instant asOf) implements LeaseAnswer {}

    /// Nothing changed.
    record Refused(Reason reason, String message, Instant asOf) implements LeaseAnswer {}

    /// Nothing changed yet: idle slack of live sessions may cover what is wanted, so it is called back first.
    record RecallFirst(List<IdleLease> idle) implements LeaseAnswer {}

    /// Why an order is refused.
    enum Reason {
        SESSION_ENDED,
        OLD_SEQ,
        UNKNOWN_COUNTER,
        FLOOR_ABOVE_GRANTED,
        TENANT_SUSPENDED
    }
}
