package dev.cortado.router.cost;

import dev.cortado.contracts.unit.NanoUsd;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// R of the cost model (DESIGN, section 5): what an hour of a pool costs the operator, `$/h + kW × PUE × $/kWh`.
///
/// That the whole of a machine's price is its depreciation or rent plus the electricity of its building follows
/// Barroso, Hölzle, Ranganathan, "The Datacenter as a Computer", 3rd edition (2018), chapter 6. PUE (power usage
/// effectiveness, ISO/IEC 30134-2) is what a building draws for each watt of its computers.
public record HourlyRate(NanoUsd perHour) {

    public HourlyRate {
        if (perHour.isNegative()) {
            throw new IllegalArgumentException("an hour costs 0 USD or more, not " + perHour);
        }
    }

    /// A rate with the electricity beside it, rounded up to nano-USD once.
    ///
    /// @param hardware USD an hour without electricity
    /// @param watts drawn under load, 0 or more
    /// @param pue 1 or more
    /// @param perKilowattHour USD a kWh
    public static HourlyRate of(NanoUsd hardware, BigDecimal watts, BigDecimal pue, NanoUsd perKilowattHour) {
        if (watts.signum() < 0 || pue.compareTo(BigDecimal.ONE) < 0 || perKilowattHour.isNegative()) {
            throw new IllegalArgumentException("watts and USD a kWh must be 0 or more and PUE 1 or more, not " + watts
                    + ", " + perKilowattHour + " and " + pue);
        }
        BigDecimal electricity = watts.movePointLeft(3)
                .multiply(pue)
                .multiply(BigDecimal.valueOf(perKilowattHour.nanos()))
                .setScale(0, RoundingMode.CEILING);
        return new HourlyRate(hardware.plus(NanoUsd.of(electricity.longValueExact())));
    }
}
