package dev.cortado.bench.ledger;

import dev.cortado.bench.usage.UsageTopic;
import java.time.Duration;

/// Fills the usage topic with events while nobody posts.
final class Filling {

    private static final Duration LINGER = Duration.ofMillis(20);
    private static final long PROGRESS_EVERY_NANOS = 2_000_000_000L;

    private final String servers;

    Filling(String servers) {
        this.servers = servers;
    }

    int partitions() {
        try (UsageTopic topic = new UsageTopic(servers, LINGER)) {
            return topic.partitions();
        }
    }

    /// Appends so many events, acknowledged; says how far it is every two seconds.
    void fill(UsageEvents events, long count) {
        long begun = System.nanoTime();
        long said = begun;
        try (UsageTopic topic = new UsageTopic(servers, LINGER)) {
            for (long n = 0; n < count && !topic.hasFailed(); n++) {
                UsageEvents.Addressed event = events.next();
                topic.append(event.partition(), event.id(), event.event());
                long now = System.nanoTime();
                if (now - said > PROGRESS_EVERY_NANOS) {
                    said = now;
                    Progress.say("filling the topic", n, count, begun);
                }
            }
            topic.flush();
        }
    }
}
