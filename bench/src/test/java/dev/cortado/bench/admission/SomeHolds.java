package dev.cortado.bench.admission;

import dev.cortado.contracts.v1.LeaseAmount;
import dev.cortado.contracts.v1.LimitUnit;

/// Holds of a token.
final class SomeHolds {

    private SomeHolds() {}

    static LeaseAmount held(long lease, LimitUnit unit, long amount) {
        return LeaseAmount.newBuilder()
                .setLeaseId(lease)
                .setCounterId(10 + lease)
                .setUnit(unit)
                .setAmount(amount)
                .build();
    }
}
