package dev.cortado.bench.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TruthTest {

    private static final double SHARE = .05;
    private static final long CAP = 100_000;

    @Test
    void left_aShareOfTheCap_mayBeFree_whereALongRequestDoesNotFit() {
        Truth.Left left = new Truth.Left(6_000, CAP);

        assertTrue(left.isAtLeast(SHARE));
        assertTrue(left.fits(Question.USUAL.holdNanoUsd()));
        assertFalse(left.fits(new Question(true, Question.LONG_TOKENS, Integer.MAX_VALUE).holdNanoUsd()));
    }

    @Test
    void left_ofLessThanTheShare_isNotFree_whatFitsOrNot() {
        Truth.Left left = new Truth.Left(4_999, CAP);

        assertFalse(left.isAtLeast(SHARE));
        assertTrue(left.fits(Question.USUAL.holdNanoUsd()));
        assertTrue(new Truth.Left(5_000, CAP).isAtLeast(SHARE));
    }
}
