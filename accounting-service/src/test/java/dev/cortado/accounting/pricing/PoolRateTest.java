package dev.cortado.accounting.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    void range_hasBothItsEnds_andThreeDecimals() {
        assertTrue(PoolRate.WATTS.contains(new BigDecimal("0")));
        assertTrue(PoolRate.WATTS.contains(new BigDecimal("1000000.0000")));
        assertFalse(PoolRate.WATTS.contains(new BigDecimal("0.0001")));
        assertFalse(PoolRate.PUE.contains(new BigDecimal("10.001")));
        assertEquals("1 to 10, at most 3 decimals", PoolRate.PUE.toString());
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
