package dev.cortado.router.accounting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AskingTest {

    private static final Instant EARLY = Instant.parse("2026-11-24T13:00:00Z");
    private static final Instant LATE = EARLY.plusNanos(1);

    @Test
    void goesBefore_waitedLonger_whateverTheSession() {
        assertTrue(asking(9, EARLY).goesBefore(asking(1, LATE)));
        assertFalse(asking(1, LATE).goesBefore(asking(9, EARLY)));
    }

    @Test
    void goesBefore_somebodyWaits_beforeWhereNobodyDoes() {
        assertTrue(asking(9, LATE).goesBefore(asking(1, null)));
        assertFalse(asking(1, null).goesBefore(asking(9, LATE)));
    }

    @Test
    void goesBefore_ofTwoSessions_isAlwaysExactlyOne() {
        List<Asking> all =
                List.of(asking(1, EARLY), asking(2, EARLY), asking(3, LATE), asking(4, null), asking(5, null));
        for (Asking one : all) {
            for (Asking other : all) {
                assertEquals(!one.equals(other), one.goesBefore(other) != other.goesBefore(one));
            }
        }
    }

    /// Accounting compares what it keeps to the microsecond: within one, all must take two orders for
    /// equally old.
    @Test
    void message_waitingSince_isToldToTheMicrosecond() {
        LeaseMessage message = new LeaseMessage(new SessionId(1), 1, "one", List.of(), LATE.plusNanos(1_500));

        assertEquals(EARLY.plusNanos(1_000), message.waitingSince());
    }

    private static Asking asking(long session, @Nullable Instant since) {
        return new Asking(new SessionId(session), since);
    }
}
