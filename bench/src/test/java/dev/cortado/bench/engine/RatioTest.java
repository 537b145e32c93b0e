package dev.cortado.bench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {

    @Test
    void of_isTheGeometricMean_withStudentsInterval() {
        Ratio ratio = Ratio.of(List.of(.5, 2.0, 1.0, 1.0));
        assertEquals(1, ratio.mean(), 1e-12);
        // Logarithms of standard deviation sqrt(2 ln²2 / 3), four of them, t(3) = 3.182.
        double half = 3.182 * Math.sqrt(2 * Math.pow(Math.log(2), 2) / 3 / 4);
        assertEquals(Math.exp(half), ratio.high(), 1e-9);
        assertEquals(Math.exp(-half), ratio.low(), 1e-9);
    }

    @Test
    void of_pairsThatAllAgree_isCertain() {
        Ratio ratio = Ratio.of(Collections.nCopies(40, 1.25));
        assertEquals(1.25, ratio.low(), 1e-12);
        assertEquals(1.25, ratio.high(), 1e-12);
    }

    @Test
    void of_oneOrTwoPairs_saysHowLittleThatIs() {
        assertEquals(0, Ratio.of(List.of(1.3)).low());
        assertEquals(Double.MAX_VALUE, Ratio.of(List.of(1.3)).high());
        assertTrue(Ratio.of(List.of(1.1, 1.3)).high() > 2);
    }
}
