package dev.cortado.router.hold;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.tenant.LimitUnit;

/// One way to answer a request, as what it would hold: the most it may cost, the least amount that is still of use,
/// and the most tokens. Every attempt is one request.
public record Rung(NanoUsd want, NanoUsd minimum, TokenCount tokens) {

    public Rung {
        if (minimum.isNegative() || minimum.compareTo(want) > 0) {
            throw new IllegalArgumentException("a hold's minimum must be 0 to what it wants");
        }
    }

    /// What is wanted of a counter of this unit.
    long amount(LimitUnit unit) {
        return switch (unit) {
            case NANO_USD -> want.nanos();
            case TOKENS -> tokens.count();
            case REQUESTS -> 1;
        };
    }

    /// The least that is of use of a counter of this unit: only money shrinks.
    long minimum(LimitUnit unit) {
        return unit == LimitUnit.NANO_USD ? minimum.nanos() : amount(unit);
    }
}
