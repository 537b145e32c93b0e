package dev.cortado.accounting.lease;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import java.time.Instant;

/// A lease after an order, and its counter as of that answer, in the counter's unit.
public record LeaseGrant(
        LeaseId lease,
        CounterId counter,
        long grantedTotal,
        Instant windowEnd,
        long capInForce,
        long committed,
        long spent) {}
