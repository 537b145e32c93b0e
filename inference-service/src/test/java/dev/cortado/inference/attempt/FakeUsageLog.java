package dev.cortado.inference.attempt;

import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.meter.UsageLog;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/// A usage log in memory, which acknowledges at a set time or not at all.
public final class FakeUsageLog implements UsageLog {

    public final List<MeteredAttempt> appended = new CopyOnWriteArrayList<>();
    public volatile AppendOutcome outcome = new Appended(Instant.EPOCH);

    @Override
    public CompletionStage<AppendOutcome> append(MeteredAttempt attempt) {
        appended.add(attempt);
        return CompletableFuture.completedFuture(outcome);
    }
}
