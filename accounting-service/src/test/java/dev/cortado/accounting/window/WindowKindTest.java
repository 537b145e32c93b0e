package dev.cortado.accounting.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowKindTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void month_inUtc_fromTheFirstToTheFirst() {
        assertEquals(
                window("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
                at(WindowKind.MONTH, "2026-11-23T20:00:00Z", UTC));
        assertEquals(
                window("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
                at(WindowKind.MONTH, "2026-12-31T23:59:59Z", UTC));
    }

    @Test
    void month_inAZone_followsItsDays() {
        assertEquals(
                window("2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"),
                at(WindowKind.MONTH, "2026-10-31T23:00:00Z", BERLIN));
        assertEquals(
                window("2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"),
                at(WindowKind.MONTH, "2026-10-31T22:59:59Z", BERLIN));
    }

    @Test
    void window_isHalfOpen() {
        Window day = at(WindowKind.DAY, "2026-11-23T12:00:00Z", UTC);
        assertTrue(day.contains(day.start()));
        assertFalse(day.contains(day.end()));
        assertEquals(day.end(), WindowKind.DAY.at(day.end(), UTC).start());
    }

    @Test
    void day_ofAClockChange_has23Or25Hours() {
        assertEquals(
                Duration.ofHours(23),
                at(WindowKind.DAY, "2026-03-29T10:00:00Z", BERLIN).length());
        assertEquals(
                Duration.ofHours(25),
                at(WindowKind.DAY, "2026-10-25T10:00:00Z", BERLIN).length());
    }

    @Test
    void day_whoseMidnightIsSkipped_beginsAtItsFirstInstant() {
        // Beirut springs forward from 00:00 to 01:00.
        ZoneId beirut = ZoneId.of("Asia/Beirut");
        assertEquals(
                Instant.parse("2026-03-28T22:00:00Z"),
                at(WindowKind.DAY, "2026-03-29T10:00:00Z", beirut).start());
        assertEquals(
                Duration.ofHours(23),
                at(WindowKind.DAY, "2026-03-29T10:00:00Z", beirut).length());
    }

    @Test
    void week_beginsOnMonday() {
        assertEquals(
                window("2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z"),
                at(WindowKind.WEEK, "2026-11-29T23:00:00Z", UTC));
    }

    @Test
    void hour_inAZoneOffByHalfAnHour_followsItsClock() {
        assertEquals(
                window("2026-11-23T11:30:00Z", "2026-11-23T12:30:00Z"),
                at(WindowKind.HOUR, "2026-11-23T12:00:00Z", ZoneId.of("Asia/Kolkata")));
    }

    @Test
    void total_holdsEverything() {
        assertTrue(at(WindowKind.TOTAL, "2026-11-23T12:00:00Z", UTC).contains(Instant.parse("2226-01-01T00:00:00Z")));
    }

    @Test
    void anyInstantAnyZone_liesInItsWindowAndWindowsAdjoin() {
        Random random = new Random(7);
        var zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        List<WindowKind> kinds = List.of(WindowKind.values());
        for (int i = 0; i < 20_000; i++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            Instant instant = Instant.ofEpochSecond(random.nextLong(946_684_800L, 2_240_611_200L));
            WindowKind kind = kinds.get(random.nextInt(kinds.size()));
            Window window = kind.at(instant, zone);
            assertTrue(window.contains(instant), () -> kind + " " + zone + " " + instant + " " + window);
            assertEquals(window, kind.at(window.start(), zone), () -> kind + " " + zone + " " + instant);
            assertEquals(window, kind.at(window.end().minusNanos(1), zone), () -> kind + " " + zone + " " + instant);
            if (kind != WindowKind.TOTAL) {
                assertEquals(window.end(), kind.at(window.end(), zone).start());
            }
        }
    }

    private static Window at(WindowKind kind, String instant, ZoneId zone) {
        return kind.at(Instant.parse(instant), zone);
    }

    private static Window window(String start, String end) {
        return new Window(Instant.parse(start), Instant.parse(end));
    }
}
