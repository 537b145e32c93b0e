package dev.cortado.accounting.posting;

import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.NanoUsd;
import java.util.List;
import java.util.OptionalDouble;

/// What a node measured of one attempt.
public record Metering(
        BilledTokens tokens,
        NanoUsd cost,
        List<Charge> charges,
        String finishReason,
        double busySeconds,
        OptionalDouble energyJoules) {

    private static final double MICROS_PER_SECOND = 1e6;

    public Metering {
        charges = List.copyOf(charges);
    }

    /// Busy time to the nearest microsecond: from here on it is counted in whole numbers.
    public long busyMicros() {
        return Math.round(busySeconds * MICROS_PER_SECOND);
    }
}
