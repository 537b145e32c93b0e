package dev.cortado.accounting.window;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// How a limit renews: by a kind of window in a zone and, from a boundary on, by another.
///
/// The first window of the other begins at that boundary and ends where it would have ended anyway, so that it may be
/// short. Windows of one limit adjoin and never overlap.
public record Renewal(WindowKind kind, ZoneId zone, Optional<Switch> next) {

    /// @param at the end of a window of the rule before
    public record Switch(Instant at, WindowKind kind, ZoneId zone) {}

    /// A limit that renews the same way for good.
    public static Renewal of(WindowKind kind, ZoneId zone) {
        return new Renewal(kind, zone, Optional.empty());
    }

    /// The window that holds this instant.
    public Window at(Instant instant) {
        Switch change = next.orElse(null);
        if (change == null) {
            return kind.at(instant, zone);
        }
        if (instant.isBefore(change.at())) {
            Window window = kind.at(instant, zone);
            return window.end().isAfter(change.at()) ? new Window(window.start(), change.at()) : window;
        }
        Window window = change.kind().at(instant, change.zone());
        return window.start().isBefore(change.at()) ? new Window(change.at(), window.end()) : window;
    }

    public WindowKind kindAt(Instant instant) {
        return inForceAt(instant).kind();
    }

    /// The rule of this instant alone, without what comes after or came before.
    public Renewal inForceAt(Instant instant) {
        return next.filter(change -> !instant.isBefore(change.at()))
                .map(change -> of(change.kind(), change.zone()))
                .orElseGet(() -> of(kind, zone));
    }

    /// What is still to come at this instant.
    public Optional<Switch> comingAfter(Instant instant) {
        return next.filter(change -> instant.isBefore(change.at()));
    }
}
