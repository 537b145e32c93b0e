package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MeasuredRateTest {

    private long nanos = -5;
    private final MeasuredRate rate = new MeasuredRate(5, () -> nanos);

    @Test
    void first_isLeftOut_whateverItCameTo() {
        rate.measured(32, 6.4);
        assertEquals(OptionalDouble.empty(), rate.tokensPerSecond());
        rate.measured(100, .5);
        assertEquals(200, rate.tokensPerSecond().orElseThrow());
    }

    @Test
    void littleEvidence_isNotTold_untilItsTokensAreEnough() {
        rate.measured(1, 1);
        rate.measured(2, 2);
        rate.measured(2, 2);
        assertEquals(OptionalDouble.empty(), rate.tokensPerSecond());
        rate.measured(1, 1);
        assertEquals(1, rate.tokensPerSecond().orElseThrow(), 1e-9);
    }

    @Test
    void several_countByTheirTime_andTheNewestMost() {
        rate.measured(1, 1);
        rate.measured(100, 1);
        rate.measured(900, 2);
        assertEquals((90 + 900) / (.9 + 2), rate.tokensPerSecond().orElseThrow(), 1e-9);
    }

    @Test
    void ofLongAgo_isNone_andTheNextBeginsAnew() {
        rate.measured(1, 1);
        rate.measured(5, 1);
        nanos += Duration.ofMinutes(10).toNanos() - 1;
        assertEquals(5, rate.tokensPerSecond().orElseThrow());
        nanos++;
        assertEquals(OptionalDouble.empty(), rate.tokensPerSecond());
        rate.measured(4, 1);
        assertEquals(OptionalDouble.empty(), rate.tokensPerSecond(), "too little of its own");
        rate.measured(100, 1);
        assertEquals((4 * .9 + 100) / 1.9, rate.tokensPerSecond().orElseThrow(), 1e-9);
    }

    @Test
    void nothing_isNoMeasurement() {
        rate.measured(0, 1);
        rate.measured(5, 0);
        rate.measured(1, 1);
        assertEquals(OptionalDouble.empty(), rate.tokensPerSecond());
    }
}
