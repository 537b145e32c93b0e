package dev.cortado.router.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.router.accounting.SessionTimes;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptTimesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");
    private static final AttemptTimes.Allowance ALLOWANCE =
            new AttemptTimes.Allowance(Duration.ofSeconds(30), Duration.ofSeconds(300), Duration.ofSeconds(6));

    @Test
    void from_sessionLivesLongEnough_isTheWholeAllowance() {
        AttemptTimes times =
                AttemptTimes.from(NOW, ALLOWANCE, voidBy(NOW.plusSeconds(615))).orElseThrow();

        assertEquals(NOW.plusSeconds(30), times.startBy());
        assertEquals(NOW.plusSeconds(300), times.finishBy());
        assertEquals(NOW.plusSeconds(306), times.publishBy());
    }

    @Test
    void from_sessionVoidSooner_isCutToItsVoidBy() {
        AttemptTimes times =
                AttemptTimes.from(NOW, ALLOWANCE, voidBy(NOW.plusSeconds(26))).orElseThrow();

        assertEquals(NOW.plusSeconds(26), times.publishBy());
        assertEquals(NOW.plusSeconds(20), times.finishBy());
        assertEquals(NOW.plusSeconds(20), times.startBy());
    }

    @Test
    void from_sessionLeavesNoTime_isEmpty() {
        assertTrue(AttemptTimes.from(NOW, ALLOWANCE, voidBy(NOW.plusSeconds(6))).isEmpty());
    }

    @Test
    void from_shortSession_livesNoLongerThanAShortToken() {
        SessionTimes ofShort = new SessionTimes(
                NOW, NOW.plusSeconds(15), NOW.plusSeconds(50), Duration.ofSeconds(15), Duration.ofSeconds(1), 1);

        AttemptTimes times = AttemptTimes.from(NOW, ALLOWANCE, ofShort).orElseThrow();

        assertEquals(NOW.plusSeconds(35), times.publishBy());
    }

    private static SessionTimes voidBy(Instant voidBy) {
        return new SessionTimes(
                NOW, voidBy.minusSeconds(600), voidBy, Duration.ofSeconds(15), Duration.ofSeconds(1), 1);
    }

    @Test
    void allowance_startAfterFinish_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new AttemptTimes.Allowance(Duration.ofSeconds(31), Duration.ofSeconds(30), Duration.ZERO));
    }
}
