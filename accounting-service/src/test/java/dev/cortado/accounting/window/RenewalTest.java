package dev.cortado.accounting.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RenewalTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId AUCKLAND = ZoneId.of("Pacific/Auckland");

    @Test
    void monthOfAnotherZone_startsAtTheBoundaryAndEndsWithItsOwnMonth() {
        Instant boundary = Instant.parse("2026-12-01T00:00:00Z");
        Renewal renewal = new Renewal(
                WindowKind.MONTH, UTC, Optional.of(new Renewal.Switch(boundary, WindowKind.MONTH, AUCKLAND)));
        Window before = renewal.at(Instant.parse("2026-11-30T12:00:00Z"));
        assertEquals(boundary, before.end());
        Window first = renewal.at(boundary);
        assertEquals(new Window(boundary, Instant.parse("2026-12-31T11:00:00Z")), first);
        assertEquals(
                Instant.parse("2026-12-31T11:00:00Z"), renewal.at(first.end()).start());
    }

    @Test
    void windowThatBeganBeforeTheBoundary_isCutThere() {
        Instant boundary = Instant.parse("2026-11-24T11:00:00Z");
        Renewal renewal =
                new Renewal(WindowKind.HOUR, UTC, Optional.of(new Renewal.Switch(boundary, WindowKind.WEEK, UTC)));
        assertEquals(
                new Window(boundary, Instant.parse("2026-11-30T00:00:00Z")),
                renewal.at(Instant.parse("2026-11-27T00:00:00Z")));
    }

    @Test
    void anyChange_windowsAdjoinAndNeverOverlap() {
        Random random = new Random(11);
        List<ZoneId> zones = List.of(
                UTC, AUCKLAND, ZoneId.of("America/Los_Angeles"), ZoneId.of("Asia/Kolkata"), ZoneId.of("Asia/Beirut"));
        List<WindowKind> kinds = List.of(WindowKind.HOUR, WindowKind.DAY, WindowKind.WEEK, WindowKind.MONTH);
        for (int i = 0; i < 2_000; i++) {
            Renewal plain = Renewal.of(pick(random, kinds), pick(random, zones));
            Instant start = Instant.ofEpochSecond(random.nextLong(1_700_000_000L, 1_900_000_000L));
            Instant boundary = plain.at(start).end();
            Renewal renewal = new Renewal(
                    plain.kind(),
                    plain.zone(),
                    Optional.of(new Renewal.Switch(boundary, pick(random, kinds), pick(random, zones))));
            Window window = renewal.at(start);
            for (int step = 0; step < 5; step++) {
                Window next = renewal.at(window.end());
                assertEquals(window.end(), next.start());
                assertFalse(window.overlaps(next));
                assertTrue(next.contains(next.end().minusNanos(1)));
                assertEquals(next, renewal.at(next.end().minusNanos(1)));
                window = next;
            }
        }
    }

    private static <T> T pick(Random random, List<T> among) {
        return among.get(random.nextInt(among.size()));
    }
}
