package dev.cortado.accounting.window;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/// How often a limit renews. Windows are half-open; a day and longer begins at the first instant of the local day,
/// so that a day of a clock change has 23 or 25 hours (or begins at 01:00 where midnight is skipped).
public enum WindowKind {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    TOTAL;

    /// When the window of [#TOTAL] ends: never.
    public static final Instant TOTAL_END = Instant.parse("9999-12-31T00:00:00Z");

    /// The kind's word in the database and in administration.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The window that holds this instant.
    public Window at(Instant instant, ZoneId zone) {
        return switch (this) {
            case MINUTE -> {
                Instant start = instant.truncatedTo(ChronoUnit.MINUTES);
                yield new Window(start, start.plus(1, ChronoUnit.MINUTES));
            }
            case HOUR -> hourAt(instant, zone);
            case DAY -> {
                LocalDate day = localDay(instant, zone);
                yield days(day, day.plusDays(1), zone);
            }
            case WEEK -> {
                LocalDate monday = localDay(instant, zone).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                yield days(monday, monday.plusWeeks(1), zone);
            }
            case MONTH -> {
                LocalDate first = localDay(instant, zone).withDayOfMonth(1);
                yield days(first, first.plusMonths(1), zone);
            }
            case TOTAL -> new Window(Instant.EPOCH, TOTAL_END);
        };
    }

    /// By the zone's own hours (some are off by 30 or 45 minutes), each an hour of elapsed time
    /// but for the one that a change of the clock cuts.
    private static Window hourAt(Instant instant, ZoneId zone) {
        ZonedDateTime local = instant.atZone(zone);
        Instant start = local.truncatedTo(ChronoUnit.HOURS).toInstant();
        var earlier = zone.getRules().previousTransition(instant.plusNanos(1));
        if (earlier != null && earlier.getInstant().isAfter(start)) {
            start = earlier.getInstant();
        }
        Instant end = local.truncatedTo(ChronoUnit.HOURS).plusHours(1).toInstant();
        var later = zone.getRules().nextTransition(instant);
        if (later != null && later.getInstant().isBefore(end)) {
            end = later.getInstant();
        }
        return new Window(start, end);
    }

    private static LocalDate localDay(Instant instant, ZoneId zone) {
        LocalDate day = instant.atZone(zone).toLocalDate();
        // Where the clock goes back over midnight, the late evening comes twice: it belongs to the day already begun.
        return instant.isBefore(day.plusDays(1).atStartOfDay(zone).toInstant()) ? day : day.plusDays(1);
    }

    private static Window days(LocalDate first, LocalDate next, ZoneId zone) {
        return new Window(
                first.atStartOfDay(zone).toInstant(), next.atStartOfDay(zone).toInstant());
    }
}
