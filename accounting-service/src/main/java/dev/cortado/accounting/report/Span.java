package dev.cortado.accounting.report;

import dev.cortado.accounting.window.Window;
import dev.cortado.accounting.window.WindowKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// The requests a report is about: by their time, from `from`, up to but without `to`; days are those of `zone`.
public record Span(Instant from, Instant to, ZoneId zone) {

    public Span {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a span must end after it starts: " + from + " to " + to);
        }
    }

    /// Rounded up to whole days.
    public long days() {
        Duration length = Duration.between(from, to);
        return length.toDays() + (length.equals(Duration.ofDays(length.toDays())) ? 0 : 1);
    }

    /// The local days that it touches, oldest first. Where the clock goes back over midnight, the hour that comes
    /// twice belongs to the day already begun, as for limits.
    public List<Day> localDays() {
        List<Day> days = new ArrayList<>();
        Window window = WindowKind.DAY.at(from, zone);
        while (window.start().isBefore(to)) {
            days.add(new Day(window.start().atZone(zone).toLocalDate(), window.start()));
            window = WindowKind.DAY.at(window.end(), zone);
        }
        return days;
    }

    /// The first and the last UTC day that may hold such requests.
    public LocalDate firstUtcDay() {
        return LocalDate.ofInstant(from, ZoneOffset.UTC);
    }

    public LocalDate lastUtcDay() {
        return LocalDate.ofInstant(to.minusMillis(1), ZoneOffset.UTC);
    }

    /// A local day and its first instant.
    public record Day(LocalDate date, Instant start) {}
}
