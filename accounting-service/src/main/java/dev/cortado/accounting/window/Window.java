package dev.cortado.accounting.window;

import java.time.Duration;
import java.time.Instant;

/// One instance of a limit's window: from `start`, up to but without `end`.
public record Window(Instant start, Instant end) {

    public Window {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a window must end after it starts: " + start + " to " + end);
        }
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    public boolean overlaps(Window other) {
        return start.isBefore(other.end()) && other.start().isBefore(end);
    }

    public Duration length() {
        return Duration.between(start, end);
    }
}
