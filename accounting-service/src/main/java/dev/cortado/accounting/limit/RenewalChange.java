package dev.cortado.accounting.limit;

import dev.cortado.accounting.window.Renewal;
import dev.cortado.accounting.window.WindowKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// How a limit comes to renew by another window or zone: from the next boundary on.
public sealed interface RenewalChange {

    /// @param renewal with what is to come; nothing is, where the wish is what holds already
    record Changed(Renewal renewal) implements RenewalChange {}

    /// The window it is in never ends.
    record NoBoundary() implements RenewalChange {}

    /// @param boundary the end of the limit's newest counter, where it has one
    static RenewalChange of(
            Renewal present,
            Instant now,
            Optional<Instant> boundary,
            Optional<WindowKind> window,
            Optional<ZoneId> zone) {
        Renewal inForce = present.inForceAt(now);
        Optional<Renewal.Switch> coming = present.comingAfter(now);
        WindowKind kind = window.or(() -> coming.map(Renewal.Switch::kind)).orElse(inForce.kind());
        ZoneId where = zone.or(() -> coming.map(Renewal.Switch::zone)).orElse(inForce.zone());
        Instant at = boundary.orElseGet(() -> present.at(now).end());
        if (kind == inForce.kind() && where.equals(inForce.zone()) && !isBehind(coming, at)) {
            return new Changed(inForce);
        }
        if (!at.isBefore(WindowKind.TOTAL_END)) {
            return new NoBoundary();
        }
        return new Changed(
                new Renewal(inForce.kind(), inForce.zone(), Optional.of(new Renewal.Switch(at, kind, where))));
    }

    /// Whether a counter was made already by the rule that was to come.
    private static boolean isBehind(Optional<Renewal.Switch> coming, Instant boundary) {
        return coming.filter(change -> change.at().isBefore(boundary)).isPresent();
    }
}
