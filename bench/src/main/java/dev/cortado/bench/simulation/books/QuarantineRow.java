package dev.cortado.bench.simulation.books;

import java.util.List;

/// An unresolved row of `quarantine`.
///
/// @param session 0 where none is known
/// @param leases whose closing waits for it
public record QuarantineRow(int partition, long offset, String fault, long session, List<Long> leases) {

    public QuarantineRow {
        leases = List.copyOf(leases);
    }
}
