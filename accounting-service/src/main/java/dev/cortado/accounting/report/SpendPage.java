package dev.cortado.accounting.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Some lines of a report, in the order of their keys.
///
/// @param next where to go on; empty: there is no more
/// @param asOf whatever the usage log took in before is in
public record SpendPage(List<SpendLine> lines, Optional<Cursor> next, Instant asOf) {

    public SpendPage {
        lines = List.copyOf(lines);
    }
}
