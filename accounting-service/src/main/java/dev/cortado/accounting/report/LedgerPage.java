package dev.cortado.accounting.report;

import java.util.List;
import java.util.Optional;

/// Differences of the books, a page of them.
///
/// @param next the last of this page, if others may follow it
public record LedgerPage(List<LedgerDifference> differences, Optional<LedgerDifference> next) {

    public LedgerPage {
        differences = List.copyOf(differences);
    }
}
