package dev.cortado.router.hold;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.tenant.LimitUnit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What one session may spend of one counter, and what it did. Guarded by its [LeaseBook].
final class Lease {

    final CounterId counter;
    final LimitUnit unit;
    final Instant windowEnd;

    /// Granted by accounting and not given up here.
    long granted;
    long settled;
    long open;
    /// Requests that wait for an answer on this counter: room is theirs first.
    int waiting;
    boolean recalled;

    private @Nullable LeaseId id;
    private long cap;
    private long committed;
    /// How much of `committed` was this session's.
    private long ownOfCommitted;
    private Instant asOf;

    Lease(LimitCounter counter) {
        this.counter = counter.id();
        this.unit = counter.unit();
        this.windowEnd = counter.windowEnd();
        this.cap = counter.cap();
        this.committed = counter.committed();
        this.asOf = counter.asOf();
    }

    long floor() {
        return settled + open;
    }

    long room() {
        return granted - floor();
    }

    /// Whether accounting ever granted something of it.
    boolean isGranted() {
        return id != null;
    }

    LeaseId id() {
        if (id == null) {
            throw new IllegalStateException("counter " + counter.value() + " has room without a lease");
        }
        return id;
    }

    void granted(LeaseAnswer.Grant grant, Instant answeredAsOf) {
        id = grant.lease();
        granted = grant.total();
        cap = grant.cap();
        committed = grant.committed();
        ownOfCommitted = grant.total();
        asOf = answeredAsOf;
    }

    /// A path fetched while nothing was leased yet is news of the counter.
    void seen(LimitCounter seen) {
        if (id == null && seen.asOf().isAfter(asOf)) {
            cap = seen.cap();
            committed = seen.committed();
            asOf = seen.asOf();
        }
    }

    /// What new requests could still hold: what nobody committed, and what is committed to this session but not held.
    long remaining() {
        return Math.max(0, cap - committed + (ownOfCommitted - floor()));
    }

    long cap() {
        return cap;
    }

    Instant asOf() {
        return asOf;
    }
}
