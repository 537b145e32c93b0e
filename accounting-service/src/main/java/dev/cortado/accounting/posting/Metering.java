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

    public Metering {
        charges = List.copyOf(charges);
    }
}
