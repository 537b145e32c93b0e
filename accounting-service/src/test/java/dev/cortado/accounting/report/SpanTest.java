package dev.cortado.accounting.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanTest {

    @Test
    void localDays_beginAtTheFirstInstantOfTheDay_alsoWhereTheClockChanges() {
        // Santiago skips the hour after midnight on 6 September 2026: that day begins at 01:00, 04:00Z.
        ZoneId santiago = ZoneId.of("America/Santiago");
        Span span = new Span(Instant.parse("2026-09-05T12:00:00Z"), Instant.parse("2026-09-07T12:00:00Z"), santiago);
        assertEquals(
                List.of(
                        new Span.Day(LocalDate.parse("2026-09-05"), Instant.parse("2026-09-05T04:00:00Z")),
                        new Span.Day(LocalDate.parse("2026-09-06"), Instant.parse("2026-09-06T04:00:00Z")),
                        new Span.Day(LocalDate.parse("2026-09-07"), Instant.parse("2026-09-07T03:00:00Z"))),
                span.localDays());
    }

    @Test
    void utcDays_coverTheSpan() {
        Span span = new Span(
                Instant.parse("2026-11-01T11:00:00Z"),
                Instant.parse("2026-11-03T00:00:00Z"),
                ZoneId.of("Pacific/Auckland"));
        assertEquals(LocalDate.parse("2026-11-01"), span.firstUtcDay());
        assertEquals(LocalDate.parse("2026-11-02"), span.lastUtcDay());
        assertEquals(2, span.days());
    }

    @Test
    void emptySpan_isRefused() {
        Instant now = Instant.parse("2026-11-01T00:00:00Z");
        assertThrows(IllegalArgumentException.class, () -> new Span(now, now, ZoneId.of("UTC")));
    }
}
