package dev.cortado.bench.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static final long MILLI = 1_000_000;

    private final Latencies latencies = new Latencies();

    /// A call that could begin only late waited all the same.
    @Test
    void answered_countsFromWhenTheCallWasDue() {
        latencies.begins();
        latencies.answered(System.nanoTime() - 40 * MILLI, false);

        assertTrue(latencies.atOnceMillis(50) >= 39.9, latencies::toString);
        assertEquals(0, latencies.askedMillis(99));
    }

    @Test
    void answered_thoseThatAskedAccounting_areKeptApart() {
        for (int n = 0; n < 4; n++) {
            latencies.begins();
            latencies.answered(System.nanoTime() - (n == 0 ? 20_000 : 1) * MILLI, n == 0);
        }

        assertEquals(4, latencies.answered());
        assertEquals(0.25, latencies.askedShare());
        assertEquals(1, latencies.asked());
        assertTrue(latencies.askedMillis(50) >= 19_900, latencies::toString);
        assertTrue(latencies.atOnceMillis(100) < 19_900, latencies::toString);
    }

    @Test
    void errors_areWhatFailedAndWhatWasNeverAnswered() throws InterruptedException {
        for (int n = 0; n < 3; n++) {
            latencies.begins();
        }
        latencies.failed("refused");
        latencies.answered(System.nanoTime(), false);
        latencies.await(1);

        assertEquals(2, latencies.errors());
        assertTrue(latencies.toString().contains("refused=1"), latencies::toString);
    }

    @Test
    void rate_isToTheLastAnswer() throws InterruptedException {
        long begun = System.nanoTime();
        for (int n = 0; n < 10; n++) {
            latencies.begins();
        }
        for (int n = 0; n < 10; n++) {
            latencies.answered(begun, false);
        }
        double rate = latencies.rate(begun);
        Thread.sleep(20);

        assertTrue(rate > 0);
        assertEquals(rate, latencies.rate(begun), "time went by without an answer");
    }

    @Test
    void together_countsAllAnswersAndErrors_andKeepsThoseThatAskedApart() {
        Latencies other = new Latencies();
        for (int n = 0; n < 3; n++) {
            latencies.begins();
            other.begins();
        }
        latencies.answered(System.nanoTime() - 10 * MILLI, true);
        latencies.answered(System.nanoTime() - 1_000 * MILLI, false);
        latencies.failed("refused");
        other.answered(System.nanoTime() - 300 * MILLI, true);
        other.failed("refused");

        Latencies all = Latencies.together(List.of(latencies, other));

        assertEquals(3, all.answered());
        assertEquals(2, all.asked());
        assertTrue(all.askedMillis(100) >= 299.5 && all.askedMillis(100) < 1_000, all::toString);
        assertTrue(all.askedMillis(50) < 300, all::toString);
        assertEquals(3, all.errors(), "two failures, and one that was never answered");
        assertTrue(all.toString().contains("refused=2"), all::toString);
    }
}
