package dev.cortado.router.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DriftAlarmTest {

    private static final int SEEDS = 100;
    private static final int SOON = 500;
    private static final int LONG = 10_000;

    /// Predictions of .3 to .9 and ratings of 0 or 1 that follow them, but for a shift.
    private static boolean rate(DriftAlarm alarm, SplittableRandom random, double shift) {
        double utility = random.nextDouble(.3, .9);
        return alarm.rated(utility, random.nextDouble() < utility + shift ? 1 : 0);
    }

    @Test
    void alarm_ratingsAsPredicted_staysQuietForTenThousand() {
        for (int seed = 0; seed < SEEDS; seed++) {
            DriftAlarm alarm = new DriftAlarm();
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < LONG; i++) {
                assertFalse(rate(alarm, random, 0), "seed " + seed + " after " + i);
            }
        }
    }

    @Test
    void alarm_ratingsAFifthLower_soundsWithinFiveHundred() {
        for (int seed = 0; seed < SEEDS; seed++) {
            DriftAlarm alarm = new DriftAlarm();
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < LONG / 10; i++) {
                rate(alarm, random, 0);
            }
            int needed = 1;
            while (!rate(alarm, random, -.2) && needed < LONG) {
                needed++;
            }
            assertTrue(needed <= SOON, "seed " + seed + " needed " + needed);
        }
    }

    @Test
    void alarm_onceRatingsFitAgain_fallsSilentWithoutBeingTold() {
        for (int seed = 0; seed < SEEDS; seed++) {
            DriftAlarm alarm = new DriftAlarm();
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < LONG; i++) {
                rate(alarm, random, -.2);
            }
            assertTrue(alarm.isSounding());
            int needed = 1;
            while (rate(alarm, random, 0) && needed < LONG) {
                needed++;
            }
            assertTrue(needed > 100 && needed < 1_000, "seed " + seed + " needed " + needed);
        }
    }

    @Test
    void quiet_afterAnAlarm_startsAnew() {
        DriftAlarm alarm = new DriftAlarm();
        for (int i = 0; i < 100; i++) {
            alarm.rated(.9, .4);
        }
        assertTrue(alarm.isSounding());
        assertTrue(alarm.meanResidual() < -.15);
        alarm.quiet();
        assertFalse(alarm.isSounding());
        assertEquals(0, alarm.meanResidual());
        assertFalse(alarm.rated(.5, 0));
    }

    @Test
    void alarm_whatWasBelowIsEngagedFurtherLater_fallsSilent_andDoesNotSoundForBeingAbove() {
        DriftAlarm alarm = new DriftAlarm();
        for (int i = 0; i < 60; i++) {
            alarm.observed(new Observation.Fresh(-.6));
        }
        assertTrue(alarm.isSounding());
        for (int i = 0; i < 60; i++) {
            alarm.observed(new Observation.Raised(.7));
        }
        assertFalse(alarm.isSounding());
    }

    @Test
    void alarm_scoresThatTakeThePlaceOfEngagement_soundAsScoresDo() {
        DriftAlarm alarm = new DriftAlarm();
        for (int i = 0; i < 60; i++) {
            alarm.observed(new Observation.Fresh(0));
            alarm.observed(new Observation.Revised(-.6));
        }
        assertTrue(alarm.isSounding());
    }

    @Test
    void alarm_manyRatingsAboveWhatWasPredicted_soundsToo() {
        DriftAlarm alarm = new DriftAlarm();
        SplittableRandom random = new SplittableRandom(3);
        int needed = 1;
        while (!alarm.rated(.4, random.nextDouble() < .6 ? 1 : 0) && needed < LONG) {
            needed++;
        }
        assertTrue(needed <= SOON, "needed " + needed);
    }
}
