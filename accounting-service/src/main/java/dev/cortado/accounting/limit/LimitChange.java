package dev.cortado.accounting.limit;

import dev.cortado.accounting.window.WindowKind;
import java.time.ZoneId;
import java.util.Optional;

/// What of a limit is to be another; what is absent stays.
public record LimitChange(
        Optional<Long> cap,
        Optional<Boolean> hard,
        Optional<AlertPercents> alertPercents,
        Optional<WindowKind> window,
        Optional<ZoneId> zone) {

    public boolean isEmpty() {
        return cap.isEmpty() && hard.isEmpty() && alertPercents.isEmpty() && !renewsOtherwise();
    }

    /// Whether it touches only when somebody is told, and not what is refused.
    public boolean alertsOnly() {
        return cap.isEmpty() && hard.isEmpty() && !renewsOtherwise();
    }

    public boolean renewsOtherwise() {
        return window.isPresent() || zone.isPresent();
    }
}
