package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecoveriesTest {

    private static final Instant BEGIN = Instant.EPOCH;

    @Test
    void mayFollow_moreFailuresThanAllowedWithinThePeriod_isFalse() {
        Recoveries recoveries = new Recoveries(new BatchingLimits.Recovery(2, Duration.ofSeconds(60)));
        assertTrue(recoveries.mayFollow(BEGIN));
        assertTrue(recoveries.mayFollow(BEGIN.plusSeconds(30)));
        assertFalse(recoveries.mayFollow(BEGIN.plusSeconds(60)));
    }

    @Test
    void mayFollow_failuresThatLieFurtherApart_areForgotten() {
        Recoveries recoveries = new Recoveries(new BatchingLimits.Recovery(2, Duration.ofSeconds(60)));
        for (int failure = 0; failure < 10; failure++) {
            assertTrue(recoveries.mayFollow(BEGIN.plusSeconds(31L * failure)));
        }
    }

    @Test
    void mayFollow_noneAllowed_isFalseAtOnce() {
        assertFalse(new Recoveries(new BatchingLimits.Recovery(0, Duration.ofSeconds(60))).mayFollow(BEGIN));
    }
}
