package dev.cortado.local.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    private static final Duration NEVER_HEALTHY = Duration.ZERO;

    private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofMinutes(1));

    @Test
    void next_deathUponDeath_doublesUpToTheLongest() {
        assertEquals(
                Stream.of(500, 1000, 2000, 4000, 8000, 10000, 10000)
                        .map(Duration::ofMillis)
                        .toList(),
                Stream.generate(() -> backoff.next(NEVER_HEALTHY)).limit(7).toList());
    }

    @Test
    void next_afterAMinuteOfHealth_startsAgain() {
        for (int i = 0; i < 5; i++) {
            backoff.next(NEVER_HEALTHY);
        }

        assertEquals(Duration.ofMillis(500), backoff.next(Duration.ofMinutes(1)));
        assertEquals(Duration.ofSeconds(1), backoff.next(Duration.ofSeconds(59)));
    }

    @Test
    void next_manyDeaths_neverOverflows() {
        for (int i = 0; i < 10_000; i++) {
            backoff.next(NEVER_HEALTHY);
        }

        assertEquals(Duration.ofSeconds(10), backoff.next(NEVER_HEALTHY));
    }
}
