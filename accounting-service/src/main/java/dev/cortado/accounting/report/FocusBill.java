package dev.cortado.accounting.report;

/// What stands on every row of a bill.
///
/// @param provider who sells
/// @param host whose hardware it runs on
/// @param invoiceIssuer who invoices
/// @param regionId empty: none is told
public record FocusBill(String provider, String host, String invoiceIssuer, String regionId, String regionName) {}
