package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;

/// What utility is worth in money.
///
/// @param perUtility for the whole utility of one answer, from 0 to 1; above 0
public record ExchangeRate(NanoUsd perUtility) {

    public ExchangeRate {
        if (perUtility.nanos() <= 0) {
            throw new IllegalArgumentException("an exchange rate must be above 0 USD per utility, not " + perUtility);
        }
    }

    /// Utility that a USD must bring.
    public double utilityPerUsd() {
        return 1e9 / perUtility.nanos();
    }
}
