package dev.cortado.accounting.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.report.Forecast.Standing;
import dev.cortado.accounting.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Window WINDOW = new Window(START, START.plus(Duration.ofDays(30)));

    @Test
    void steadySpend_isCarriedOnToTheEnd() {
        // 100 a day for 10 days, the last three the same.
        Forecast.Known known = known(10, 5_000, 1_000, 300);
        assertEquals(3_000, known.atEnd());
        assertEquals(Optional.empty(), known.capReachedAt());
    }

    @Test
    void burst_counts_butDoesNotRuleAlone() {
        // 100 a day on average, 300 a day in the last three: 200 a day from here.
        Forecast.Known known = known(10, 5_000, 1_000, 900);
        assertEquals(5_000, known.atEnd());
        assertEquals(Optional.empty(), known.capReachedAt());
        assertEquals(
                Optional.of(START.plus(Duration.ofDays(20))),
                known(10, 3_000, 1_000, 900).capReachedAt());
    }

    @Test
    void spentCap_isReachedNow() {
        assertEquals(
                Optional.of(START.plus(Duration.ofDays(10))),
                known(10, 1_000, 1_000, 0).capReachedAt());
    }

    @Test
    void nothingSpent_staysNothing() {
        assertEquals(new Forecast.Known(0, Optional.empty()), known(10, 1_000, 0, 0));
    }

    @Test
    void tooEarly_saysFromWhen() {
        Forecast forecast = Forecast.of(standing(1, 1_000, 10, 10), 5);
        assertEquals(new Forecast.TooEarly(START.plus(Duration.ofHours(36))), forecast);
    }

    @Test
    void windowWithoutEnd_goesByTheRecentRate() {
        Window total = new Window(Instant.EPOCH, Instant.parse("9999-12-31T00:00:00Z"));
        Instant now = START;
        Duration stretch = Standing.stretch(total, false, now);
        assertEquals(Duration.ofDays(7), stretch);
        assertEquals(
                new Forecast.Endless(Optional.of(now.plus(Duration.ofDays(30)))),
                Forecast.of(new Standing(total, false, 1_000, 700, 70, stretch, now), 5));
        assertEquals(
                new Forecast.Endless(Optional.empty()),
                Forecast.of(new Standing(total, false, 1_000, 700, 0, stretch, now), 5));
    }

    @Test
    void anyNumbers_overflowNothingAndAgreeWithThemselves() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long cap = random.nextLong() >>> (1 + random.nextInt(60));
            long spent = random.nextLong() >>> (1 + random.nextInt(60));
            long recent = random.nextBoolean() ? spent : spent / (1 + random.nextInt(5));
            Instant now = START.plusMillis(1 + random.nextLong(WINDOW.length().toMillis() - 1));
            Standing standing =
                    new Standing(WINDOW, true, cap, spent, recent, Standing.stretch(WINDOW, true, now), now);
            if (Forecast.of(standing, 5) instanceof Forecast.Known known) {
                assertTrue(known.atEnd() >= spent);
                known.capReachedAt().ifPresent(at -> {
                    assertTrue(!at.isBefore(now) && at.isBefore(WINDOW.end()));
                    assertTrue(known.atEnd() >= cap, standing.toString());
                });
            }
        }
    }

    private static Forecast.Known known(int day, long cap, long spent, long recent) {
        return assertInstanceOf(Forecast.Known.class, Forecast.of(standing(day, cap, spent, recent), 5));
    }

    private static Standing standing(int day, long cap, long spent, long recent) {
        Instant now = START.plus(Duration.ofDays(day));
        return new Standing(WINDOW, true, cap, spent, recent, Standing.stretch(WINDOW, true, now), now);
    }
}
