package dev.cortado.accounting.posting;

/// What became of a batch.
public sealed interface PostingOutcome {

    /// It is in the books.
    ///
    /// @param duplicates rows that were there already, the same
    /// @param guarded rows that did not fit their leases: the operator's
    record Posted(int posted, int duplicates, int late, int guarded, int quarantined) implements PostingOutcome {}

    /// Another poster has moved the offsets: nothing happened; read them again.
    record OffsetsMoved() implements PostingOutcome {}

    /// The database refuses a row in it: nothing happened.
    record RowRefused(String message) implements PostingOutcome {}
}
