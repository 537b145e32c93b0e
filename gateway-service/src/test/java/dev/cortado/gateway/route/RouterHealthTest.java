package dev.cortado.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RouterHealthTest {

    private static final List<Integer> ORDER = List.of(2, 0, 1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final RouterHealth health = new RouterHealth(3, Duration.ofNanos(10), nanos::get);

    @Test
    void allWell_keepTheirOrder() {
        assertEquals(ORDER, health.wellFirst(ORDER));
    }

    @Test
    void lost_comesLast_untilItAnswers() {
        health.lost(2);
        assertEquals(List.of(0, 1, 2), health.wellFirst(ORDER));
        health.answered(2);
        assertEquals(ORDER, health.wellFirst(ORDER));
    }

    @Test
    void lost_isTriedByOneCallerAfterAWhile_evenAsTheClockWraps() {
        health.lost(2);
        nanos.addAndGet(9);
        assertEquals(List.of(0, 1, 2), health.wellFirst(ORDER));
        nanos.addAndGet(1);
        assertEquals(ORDER, health.wellFirst(ORDER), "one tries it");
        assertEquals(List.of(0, 1, 2), health.wellFirst(ORDER), "the others wait for what that one finds");
        nanos.addAndGet(10);
        assertEquals(ORDER, health.wellFirst(ORDER), "its answer was never heard");
    }

    @Test
    void lost_thatIsNotPreferred_isNotTried() {
        health.lost(1);
        nanos.addAndGet(100);
        assertEquals(ORDER, health.wellFirst(ORDER));
        health.lost(0);
        assertEquals(List.of(2, 0, 1), health.wellFirst(ORDER));
    }

    @Test
    void allLost_areStillAsked() {
        List.of(0, 1, 2).forEach(health::lost);
        assertEquals(ORDER, health.wellFirst(ORDER));
    }

    @Test
    void answeredSince_isOfThatRouterAfterThatTime() {
        long before = nanos.get();
        assertFalse(health.answeredSince(1, before));
        nanos.addAndGet(7);
        health.answered(1);
        assertTrue(health.answeredSince(1, before));
        assertFalse(health.answeredSince(2, before));
        assertFalse(health.answeredSince(1, nanos.get()));
    }
}
