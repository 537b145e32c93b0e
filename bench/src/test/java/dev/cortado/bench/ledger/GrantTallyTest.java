package dev.cortado.bench.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.bench.Figures;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrantTallyTest {

    private static final long MILLI = 1_000_000;

    private final GrantTally tally = new GrantTally();

    @Test
    void micros_areKeptByKind_andTogether() {
        tally.steadyFrom(0);
        for (int n = 1; n <= 100; n++) {
            answered(OrderKind.RENEW, 0, n * MILLI);
        }
        answered(OrderKind.ASK, 0, 500 * MILLI);

        assertNear(99_000, tally.micros(OrderKind.RENEW, 99));
        assertNear(500_000, tally.micros(OrderKind.ASK, 99));
        assertNear(100_000, tally.micros(99));
        assertNear(500_000, tally.micros(100));
        assertEquals(0, tally.micros(OrderKind.GIVE_BACK, 99));
    }

    @Test
    void micros_leaveOutWhatWasDueWhileAccountingStarted() {
        answered(OrderKind.ASK, 0, 9_000 * MILLI);
        tally.steadyFrom(100 * MILLI);
        answered(OrderKind.ASK, 99 * MILLI, 8_000 * MILLI);
        answered(OrderKind.ASK, 100 * MILLI, 110 * MILLI);

        assertNear(10_000, tally.micros(100));
        assertEquals(3, tally.answered());
        assertNear(9_000_000, figures().get("grantStartP99Micros") instanceof Long micros ? micros : 0);
        assertEquals(1L, figures().get("grantsAsked"));
    }

    @Test
    void whatGoesWrong_isCountedByKind() {
        for (int n = 0; n < 6; n++) {
            tally.begins();
        }
        tally.retried(CallFailed.Kind.UNAVAILABLE, "lock");
        tally.retried(CallFailed.Kind.UNAVAILABLE, "lock");
        tally.retried(CallFailed.Kind.TIMED_OUT, "late");
        tally.retried(CallFailed.Kind.OTHER, "gone");
        tally.refused("SESSION_ENDED", 2);
        tally.refused("OLD_SEQ", 1);
        tally.fellShort();

        Map<String, Object> figures = figures();
        assertEquals(2L, figures.get("grantRetriesUnavailable"));
        assertEquals(1L, figures.get("grantRetriesTimedOut"));
        assertEquals(1L, figures.get("grantRetriesOther"));
        assertEquals(3L, figures.get("grantsRefused"));
        assertEquals(1L, figures.get("grantsShort"));
        assertEquals(3L, figures.get("grantsUnanswered"));
        assertEquals(0L, figures.get("grants"));
        assertTrue(tally.toString().contains("{OLD_SEQ=1, SESSION_ENDED=2}"), tally::toString);
        assertTrue(tally.toString().contains("lock=2"), tally::toString);
    }

    @Test
    void write_tellsHowManyCountersAMessageHas() {
        tally.granted(3);
        tally.granted(12);

        assertEquals(2L, figures().get("grantMessages"));
        assertEquals(7.5, figures().get("grantCountersPerMessage"));
    }

    /// As near as the histogram tells.
    private static void assertNear(double expected, long actual) {
        assertEquals(expected, (double) actual, expected / 500);
    }

    private void answered(OrderKind kind, long dueNanos, long nowNanos) {
        tally.begins();
        tally.answered(kind, dueNanos, nowNanos);
    }

    private Map<String, Object> figures() {
        Figures figures = new Figures();
        tally.write(figures);
        return figures.all();
    }
}
