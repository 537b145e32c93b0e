package dev.cortado.bench.simulation.books;

/// A row of `entry`, in nano-USD: a debit is positive, a credit negative.
///
/// @param owner a project's id; empty for the operator's accounts
public record EntryRow(long batch, String kind, String owner, long amount) {}
