package dev.cortado.router.hold;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.tenant.LimitCounter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a tenant may know of a counter: accounting's latest word, and what this router's sessions have idle of it.
final class CounterView {

    /// One session's knowledge.
    ///
    /// @param ownIdle committed to the session, but needed by no hold
    record Known(long cap, long committed, Instant asOf, long ownIdle) {}

    private final LimitCounter counter;
    private Known latest;
    private long idle;

    CounterView(LimitCounter counter) {
        this.counter = counter;
        this.latest = new Known(counter.cap(), counter.committed(), counter.asOf(), 0);
    }

    void add(@Nullable Known known) {
        if (known == null) {
            return;
        }
        idle = Amounts.sum(idle, known.ownIdle());
        if (!known.asOf().isBefore(latest.asOf())) {
            latest = known;
        }
    }

    /// What new requests could still hold: what nobody committed, and what is committed to this router but not held.
    BudgetView.Limited view() {
        long uncommitted = Math.max(0, latest.cap() - latest.committed());
        return new BudgetView.Limited(
                NanoUsd.of(Amounts.sum(uncommitted, idle)),
                NanoUsd.of(latest.cap()),
                counter.windowEnd(),
                latest.asOf());
    }
}
