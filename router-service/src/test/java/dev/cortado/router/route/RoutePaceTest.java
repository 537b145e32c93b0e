package dev.cortado.router.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.ContextFit;
import dev.cortado.router.decide.Estimate;
import dev.cortado.router.hold.Rung;
import dev.cortado.router.session.AttemptTimes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoutePaceTest {

    private static final AttemptTimes.Allowance SHORT =
            new AttemptTimes.Allowance(Duration.ofSeconds(10), Duration.ofSeconds(28), Duration.ofSeconds(6));
    private static final AttemptTimes.Allowance LONG =
            new AttemptTimes.Allowance(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofSeconds(6));

    @Test
    void classOf_overInTimeEvenSlowedDown_isShort() {
        assertEquals(SessionClass.SHORT, classOf(Lane.REALTIME, 0, 9_333));
    }

    @Test
    void classOf_mightTakeLonger_isLong() {
        assertEquals(SessionClass.LONG, classOf(Lane.REALTIME, 0, 9_334));
    }

    @Test
    void classOf_mightStartTooLate_isLong() {
        assertEquals(SessionClass.LONG, classOf(Lane.REALTIME, 3_334, 1));
    }

    @Test
    void classOf_queueAndRunTogetherTooLong_isLong() {
        assertEquals(SessionClass.LONG, classOf(Lane.REALTIME, 3_000, 6_400));
    }

    @Test
    void classOf_batch_isLongHoweverBrief() {
        assertEquals(SessionClass.LONG, classOf(Lane.BATCH, 0, 1));
    }

    @Test
    void slowdown_belowOne_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new RoutePace(SHORT, LONG, .9, Duration.ofSeconds(2), Duration.ofSeconds(2)));
    }

    private static SessionClass classOf(Lane lane, long queueMillis, long runMillis) {
        Estimate estimate = new Estimate(
                NanoUsd.ZERO,
                NanoUsd.ZERO,
                NanoUsd.ZERO,
                new Rung(NanoUsd.ZERO, NanoUsd.ZERO, TokenCount.ZERO),
                TokenCount.ZERO,
                Duration.ZERO,
                Duration.ofMillis(queueMillis),
                Duration.ofMillis(runMillis),
                new ContextFit(TokenCount.ZERO, TokenCount.ZERO, ContextFit.Outlook.LIKELY));
        return new RoutePace(SHORT, LONG, 3, Duration.ofSeconds(2), Duration.ofSeconds(2)).classOf(lane, estimate);
    }
}
