package dev.cortado.gateway.report;

import java.time.Duration;
import java.time.Instant;

/// What a report is of: from `from`, included, to `to`.
///
/// @param project of this project alone; empty for all of the organisation's
public record ReportSpan(Instant from, Instant to, String project) {

    /// As long as decisions are kept by default.
    public static final Duration USUAL = Duration.ofDays(30);

    public ReportSpan {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("to must be after from");
        }
    }
}
