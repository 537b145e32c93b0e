package dev.cortado.inference.verify;

/// Where an attempt's usage event goes.
///
/// @param partition of the usage topic
/// @param organisation key of the record; empty if the token names none
public record UsageAddress(int partition, String organisation) {}
