package dev.cortado.inference.meter;

import java.time.Instant;
import java.util.concurrent.CompletionStage;

/// The durable log of usage.
public interface UsageLog {

    /// Appends an attempt's usage event. Returns at once; the stage never fails, and completes within a bounded time.
    CompletionStage<AppendOutcome> append(MeteredAttempt attempt);

    /// Whether the event is durable.
    sealed interface AppendOutcome {}

    /// @param at the broker's time
    record Appended(Instant at) implements AppendOutcome {}

    /// The broker did not acknowledge in time; the event may still be in the log.
    record NotAcknowledged(String reason) implements AppendOutcome {}
}
