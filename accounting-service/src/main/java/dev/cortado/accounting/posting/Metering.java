package dev.cortado.accounting.posting;

import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.NanoUsd;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a node measured of one attempt.
///
/// @param profileTokens what the prompt profile adds to a prompt on this variant; empty where none was counted
public record Metering(
        BilledTokens tokens,
        NanoUsd cost,
        List<Charge> charges,
        String finishReason,
        double busySeconds,
        OptionalDouble energyJoules,
        OptionalLong profileTokens) {

    private static final double MICROS_PER_SECOND = 1e6;

    /// An attempt without a prompt profile.
    public Metering(
            BilledTokens tokens,
            NanoUsd cost,
            List<Charge> charges,
            String finishReason,
            double busySeconds,
            OptionalDouble energyJoules) {
        this(tokens, cost, charges, finishReason, busySeconds, energyJoules, OptionalLong.empty());
    }

    public Metering {
        charges = List.copyOf(charges);
    }

    /// Busy time to the nearest microsecond: from here on it is counted in whole numbers.
    public long busyMicros() {
        return Math.round(busySeconds * MICROS_PER_SECOND);
    }
}
