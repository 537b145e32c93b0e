package dev.cortado.accounting.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    @Test
    void pause_doublesUpToTheMostAndIsShortenedByAtMostHalf() {
        Random random = new Random(1);
        for (int failures = 1; failures < 200; failures++) {
            long whole = (long) Math.min(300_000, 1_000 * Math.pow(2, failures - 1));
            long pause = BACKOFF.after(failures, random).toMillis();
            assertTrue(pause <= whole && pause >= whole / 2, failures + ": " + pause);
        }
    }

    @Test
    void pausesOfManyThatFailedTogether_differ() {
        Random random = new Random(2);
        long different = java.util.stream.Stream.generate(() -> BACKOFF.after(8, random))
                .limit(100)
                .distinct()
                .count();
        assertTrue(different > 90, () -> different + " different pauses");
    }

    @Test
    void bounds_areChecked() {
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertEquals(
                1,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1))
                        .after(1, new Random())
                        .toMillis());
    }
}
