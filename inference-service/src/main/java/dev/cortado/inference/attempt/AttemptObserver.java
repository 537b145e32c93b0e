package dev.cortado.inference.attempt;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.verify.RefusalCause;
import java.time.Duration;

/// Hears what becomes of attempts, for metrics.
public interface AttemptObserver {

    void refused(RefusalCause cause);

    /// @param acknowledged whether the usage event was durable in time
    /// @param append how long the broker took
    void metered(MeteredAttempt attempt, boolean acknowledged, Duration append);

    /// @param timeToFirstToken from submission
    void firstToken(VariantId variant, Duration timeToFirstToken);
}
