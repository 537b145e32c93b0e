package dev.cortado.bench.node;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.attempt.AttemptObserver;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.verify.RefusalCause;
import java.time.Duration;

/// A bench's node keeps no metrics: the bench measures from outside.
final class Unobserved implements AttemptObserver {

    @Override
    public void refused(RefusalCause cause) {}

    @Override
    public void metered(MeteredAttempt attempt, boolean acknowledged, Duration append) {}

    @Override
    public void firstToken(VariantId variant, Duration timeToFirstToken) {}
}
