package dev.cortado.bench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void allRightOrAllWrong_theMeanIsAnEndOfIt_atAnyNumber() {
        for (int n = 1; n <= 2_000; n++) {
            double[] scores = new double[n];
            Interval wrong = Interval.of(scores);
            assertEquals(0, wrong.low());
            assertTrue(wrong.high() > 0);
            Arrays.fill(scores, 1);
            Interval right = Interval.of(scores);
            assertEquals(1, right.high(), "of " + n);
            assertTrue(right.low() < 1);
        }
    }

    @Test
    void halfOfAHundred_isWilsonsInterval() {
        double[] scores = new double[100];
        Arrays.fill(scores, 0, 50, 1);
        Interval half = Interval.of(scores);
        assertEquals(.4038, half.low(), 1e-4);
        assertEquals(.5962, half.high(), 1e-4);
    }
}
