package dev.cortado.inference.verify;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;

/// What an attempt may cost against one lease, in the unit of the lease's counter.
public record Hold(LeaseId lease, CounterId counter, LimitKind kind, long amount) {

    public Hold {
        if (amount < 0) {
            throw new IllegalArgumentException("a hold's amount must not be negative: " + amount);
        }
    }
}
