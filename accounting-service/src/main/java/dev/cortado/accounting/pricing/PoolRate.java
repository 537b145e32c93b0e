package dev.cortado.accounting.pricing;

import dev.cortado.contracts.unit.NanoUsd;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// What an hour of a pool's hardware costs the operator: `R = $/h + kW × PUE × $/kWh`, the rate that the cost model of
/// an attempt starts from.
///
/// PUE (power usage effectiveness, ISO/IEC 30134-2) is what a data centre draws for each watt of its computers.
///
/// @param hardware USD an hour for the machine itself, without its electricity
/// @param watts what it draws under load, in [#WATTS]; 0 where `hardware` has the electricity in it
/// @param pue in [#PUE]
/// @param perKilowattHour USD a kWh
public record PoolRate(NanoUsd hardware, BigDecimal watts, BigDecimal pue, NanoUsd perKilowattHour) {

    public static final Range WATTS = new Range(BigDecimal.ZERO, BigDecimal.valueOf(1_000_000));
    public static final Range PUE = new Range(BigDecimal.ONE, BigDecimal.TEN);

    /// Numbers from one to another, both among them, of at most three digits behind the point.
    public record Range(BigDecimal least, BigDecimal most) {

        private static final int DECIMALS_MAX = 3;

        public boolean contains(BigDecimal value) {
            return value.compareTo(least) >= 0
                    && value.compareTo(most) <= 0
                    && value.stripTrailingZeros().scale() <= DECIMALS_MAX;
        }

        @Override
        public String toString() {
            return least + " to " + most.toPlainString() + ", at most " + DECIMALS_MAX + " decimals";
        }
    }

    public PoolRate {
        require("watts", watts, WATTS);
        require("pue", pue, PUE);
    }

    /// A rate with the electricity in it.
    public static PoolRate ofHardware(NanoUsd hardware) {
        return new PoolRate(hardware, BigDecimal.ZERO, BigDecimal.ONE, NanoUsd.ZERO);
    }

    /// Of the electricity alone, rounded up to nano-USD once.
    public NanoUsd electricityPerHour() {
        return NanoUsd.of(watts.movePointLeft(3)
                .multiply(pue)
                .multiply(BigDecimal.valueOf(perKilowattHour.nanos()))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact());
    }

    public NanoUsd perHour() {
        return hardware.plus(electricityPerHour());
    }

    private static void require(String name, BigDecimal value, Range range) {
        if (!range.contains(value)) {
            throw new IllegalArgumentException(name + " must be " + range + ", not " + value);
        }
    }
}
