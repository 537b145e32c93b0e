package dev.cortado.accounting.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cortado.contracts.unit.NanoUsd;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PoolRateTest {

    @Test
    void perHour_isHardwareAndKilowattsTimesPueTimesPriceOfAKilowattHour() {
        PoolRate rate = rate("1.2", "700", "1.5", "0.2");

        assertEquals(NanoUsd.ofUsd("0.21"), rate.electricityPerHour());
        assertEquals(NanoUsd.ofUsd("1.41"), rate.perHour());
    }

    @Test
    void perHour_withoutPower_isTheHardware() {
        assertEquals(
                NanoUsd.ofUsd("0.09"),
                PoolRate.ofHardware(NanoUsd.ofUsd("0.09")).perHour());
    }

    @Test
    void electricity_isRoundedUpOnce() {
        assertEquals(NanoUsd.of(1), rate("0", "0.001", "1.001", "0.000000001").electricityPerHour());
    }

    @Test
    void powerThatCannotBe_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> rate("1", "-1", "1", "0"));
        assertThrows(IllegalArgumentException.class, () -> rate("1", "1000001", "1", "0"));
        assertThrows(IllegalArgumentException.class, () -> rate("1", "1", "0.99", "0"));
        assertThrows(IllegalArgumentException.class, () -> rate("1", "1.0001", "1", "0"));
    }

    private static PoolRate rate(String hardware, String watts, String pue, String perKilowattHour) {
        return new PoolRate(
                NanoUsd.ofUsd(hardware), new BigDecimal(watts), new BigDecimal(pue), NanoUsd.ofUsd(perKilowattHour));
    }
}
