package dev.cortado.accounting.messaging;

import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/// What posting tells Prometheus.
@ApplicationScoped
class PostingMeters {

    private final Counter posted;
    private final Counter duplicates;
    private final Counter late;
    private final Counter guarded;
    private final Counter quarantined;
    private final Counter failures;
    private final DistributionSummary batchRows;
    private final Timer batchSeconds;
    private final Timer lag;

    PostingMeters(MeterRegistry meters) {
        posted = meters.counter("cortado.accounting.usage.posted");
        duplicates = meters.counter("cortado.accounting.usage.duplicates");
        late = meters.counter("cortado.accounting.usage.late");
        guarded = meters.counter("cortado.accounting.usage.guarded");
        quarantined = meters.counter("cortado.accounting.usage.quarantined");
        failures = meters.counter("cortado.accounting.posting.failures");
        batchRows = meters.summary("cortado.accounting.posting.batch.rows");
        batchSeconds = meters.timer("cortado.accounting.posting.batch.duration");
        lag = meters.timer("cortado.accounting.posting.lag");
    }

    void posted(PostingOutcome.Posted outcome, PostingBatch batch, long nanos) {
        if (!batch.rows().isEmpty()) {
            posted.increment(outcome.posted());
            duplicates.increment(outcome.duplicates());
            late.increment(outcome.late());
            guarded.increment(outcome.guarded());
            quarantined.increment(outcome.quarantined());
            batchRows.record(batch.rows().size());
            batchSeconds.record(Duration.ofNanos(nanos));
        }
        Instant now = Instant.now();
        batch.stretches().forEach(stretch -> {
            Duration age = Duration.between(stretch.appendedAt(), now);
            lag.record(age.isNegative() ? Duration.ZERO : age);
        });
    }

    void failed() {
        failures.increment();
    }
}
