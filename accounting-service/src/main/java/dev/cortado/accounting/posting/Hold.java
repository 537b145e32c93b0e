package dev.cortado.accounting.posting;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;

/// What an attempt may spend of one lease, in the unit of the lease's counter.
public record Hold(LeaseId lease, CounterId counter, LimitUnit unit, long amount) {

    public Hold {
        if (amount < 0) {
            throw new IllegalArgumentException("lease " + lease.value() + " holds a negative amount: " + amount);
        }
    }
}
