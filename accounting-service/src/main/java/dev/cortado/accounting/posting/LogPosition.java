package dev.cortado.accounting.posting;

import java.time.Instant;

/// Where a record stands in the usage log, and the broker's time of it.
public record LogPosition(int partition, long offset, Instant appendedAt) {}
