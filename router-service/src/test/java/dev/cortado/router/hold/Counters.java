package dev.cortado.router.hold;

import dev.cortado.router.tenant.LimitCounter;

/// Counters of a path that a test changes.
final class Counters {

    private Counters() {}

    /// The same of a limit that does not refuse.
    static LimitCounter soft(LimitCounter counter) {
        return new LimitCounter(
                counter.id(),
                counter.limit(),
                counter.unit(),
                false,
                counter.windowStart(),
                counter.windowEnd(),
                counter.cap(),
                counter.committed(),
                counter.asOf());
    }
}
