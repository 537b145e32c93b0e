package dev.cortado.gateway.hedge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.VariantId;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HedgesTest {

    private static final VariantId VARIANT = new VariantId("v");

    private long now = 5;

    private Hedges hedges(double quantile, double shareMax, int burstMax) {
        return new Hedges(
                new HedgeRules(quantile, Duration.ofMillis(100), Duration.ofMinutes(10), 20, shareMax, burstMax),
                (_, _) -> () -> {},
                () -> now);
    }

    private void took(Hedges hedges, long millis) {
        long begun = now;
        now += Duration.ofMillis(millis).toNanos();
        hedges.firstToken(VARIANT, "p", begun);
    }

    @Test
    void late_isTheQuantileOfRecentTimes_neverTooEarly_andAtMostAFifthTooLate() {
        Hedges hedges = hedges(.95, .05, 10);
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            took(hedges, 200 + random.nextInt(200));
        }

        long late = hedges.late(VARIANT, "p").orElseThrow().toMillis();

        assertTrue(late >= 388 && late <= 400 * 1.2, late + " ms");
    }

    @Test
    void late_isNotKnown_beforeEnoughTimesWereSeen_norOfAnotherPool() {
        Hedges hedges = hedges(.95, .05, 10);
        for (int i = 0; i < 19; i++) {
            took(hedges, 300);
        }
        assertEquals(Optional.empty(), hedges.late(VARIANT, "p"));
        took(hedges, 300);
        assertTrue(hedges.late(VARIANT, "p").isPresent());
        assertEquals(Optional.empty(), hedges.late(VARIANT, "other"));
        assertEquals(Optional.empty(), hedges.late(new VariantId("w"), "p"));
    }

    @Test
    void late_isNeverBeforeTheLeastDelay() {
        Hedges hedges = hedges(.95, .05, 10);
        for (int i = 0; i < 50; i++) {
            took(hedges, 3);
        }
        assertEquals(Optional.of(Duration.ofMillis(100)), hedges.late(VARIANT, "p"));
    }

    @Test
    void late_followsANewSpeed_withinAWindow() {
        Hedges hedges = hedges(.95, .05, 10);
        for (int i = 0; i < 200; i++) {
            took(hedges, 2_000);
        }
        now += Duration.ofMinutes(6).toNanos();
        for (int i = 0; i < 200; i++) {
            took(hedges, 150);
        }
        now += Duration.ofMinutes(6).toNanos();
        for (int i = 0; i < 50; i++) {
            took(hedges, 150);
        }

        assertTrue(hedges.late(VARIANT, "p").orElseThrow().toMillis() < 200);
        now += Duration.ofMinutes(20).toNanos();
        assertEquals(Optional.empty(), hedges.late(VARIANT, "p"), "all is forgotten");
    }

    @Test
    void hedges_areNeverMoreThanTheirShareOfRequests() {
        Hedges hedges = hedges(.95, .05, 10);
        assertFalse(hedges.take(), "nothing is earned in advance");
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            hedges.request();
            taken += hedges.take() ? 1 : 0;
        }
        assertEquals(50, taken);
    }

    @Test
    void hedges_thatWereNotMade_areKeptUpToABurst() {
        Hedges hedges = hedges(.95, .5, 3);
        for (int i = 0; i < 100; i++) {
            hedges.request();
        }
        int taken = 0;
        while (hedges.take()) {
            taken++;
        }
        assertEquals(3, taken);
    }

    @Test
    void off_hedgesNothing() {
        assertFalse(Hedges.OFF.areOn());
        assertEquals(Optional.empty(), Hedges.OFF.late(VARIANT, "p"));
    }

    @Test
    void rulesOutOfRange_areRefusedByTheKeysName() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> hedges(1, .05, 10));
        assertTrue(String.valueOf(refused.getMessage()).contains("cortado.gateway.hedging.quantile"));
        assertThrows(IllegalArgumentException.class, () -> hedges(.9, 1.5, 10));
        assertThrows(IllegalArgumentException.class, () -> hedges(.9, .5, 0));
    }
}
