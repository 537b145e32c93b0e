package dev.cortado.accounting.report;

/// A place where the books do not agree.
public record LedgerDifference(String check, String subject, String difference) {}
