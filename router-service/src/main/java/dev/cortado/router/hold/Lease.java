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
    /// Whether its limit refuses, as the path last said.
    boolean hard;

    /// Granted by accounting and not given up here.
    long granted;
    /// Requests that wait for an answer on this counter: room is theirs first.
    int waiting;
    boolean recalled;
    /// The counter of the next window, once it is known.
    @Nullable
    LimitCounter successor;

    private final Demand demand;
    private long settled;
    private long open;
    private long exactUntilNanos;
    private boolean exact;
    private long aheadAmount;
    private long aheadLargest;
    private Instant aheadUntil = Instant.MIN;
    private @Nullable LeaseId id;
    private long cap;
    private long committed;
    /// How much of `committed` was this session's.
    private long ownOfCommitted;
    private Instant asOf;
    /// Of the newest message whose answer was taken.
    private long heardSeq;
    /// What was told beside a message under way to be all that is kept; the most there is while that has no answer.
    private long keptMax = Long.MAX_VALUE;

    Lease(LimitCounter counter, Slack slack) {
        this.counter = counter.id();
        this.unit = counter.unit();
        this.windowEnd = counter.windowEnd();
        this.hard = counter.hard();
        this.demand = new Demand(slack.stretch(), slack.idleAfter());
        this.cap = counter.cap();
        this.committed = counter.committed();
        this.asOf = counter.asOf();
    }

    long floor() {
        return Math.addExact(settled, open);
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

    void hold(long amount, long nanos) {
        open = Math.addExact(open, amount);
        demand.held(amount, nanos);
    }

    void settle(long amount, long charged) {
        open = Math.subtractExact(open, amount);
        settled = Math.addExact(settled, Math.clamp(charged, 0, amount));
    }

    /// @param seq of the message that is answered; what an older one granted than was answered already is no more
    void granted(LeaseAnswer.Grant grant, long seq, Instant answeredAsOf) {
        if (seq < heardSeq) {
            return;
        }
        heardSeq = seq;
        id = grant.lease();
        granted = Math.min(grant.total(), keptMax);
        cap = grant.cap();
        committed = grant.committed();
        ownOfCommitted = grant.total();
        asOf = answeredAsOf;
    }

    /// Gives up all room while a message about this lease is under way.
    void giveUp() {
        recalled = false;
        granted = Math.min(granted, floor());
        keptMax = granted;
    }

    /// Accounting answered to what was given up.
    void gaveUp() {
        keptMax = Long.MAX_VALUE;
    }

    /// Whether room that this message was granted may have been given up.
    boolean outlived(long seq) {
        return keptMax < Long.MAX_VALUE || heardSeq > seq;
    }

    /// A path says whether the limit is hard; fetched while nothing was leased yet, it is news of the
    /// counter too.
    void seen(LimitCounter seen) {
        hard = seen.hard();
        if (id == null && seen.asOf().isAfter(asOf)) {
            cap = seen.cap();
            committed = seen.committed();
            asOf = seen.asOf();
        }
    }

    /// The others need the room: none is kept idle for a while.
    void keepNothingUntil(long nanos) {
        exact = true;
        exactUntilNanos = nanos;
    }

    /// Room to have when the window begins.
    void leaseAhead(Lease predecessor, long nanos, Instant until) {
        aheadAmount = predecessor.demand.expected(nanos);
        aheadLargest = predecessor.demand.largest(nanos);
        aheadUntil = until;
    }

    /// The idle room to aim at.
    ///
    /// @param asking what waits to be held now
    long target(long asking, Slack slack, long nanos, Instant accountingNow) {
        if (slack.isNone() || recalled || isOver(accountingNow) || mustBeExact(nanos)) {
            return 0;
        }
        boolean ahead = accountingNow.isBefore(aheadUntil);
        long expected = Math.max(Amounts.sum(demand.expected(nanos), asking), ahead ? aheadAmount : 0);
        if (!hard) {
            return expected;
        }
        long target = Math.min(expected, Amounts.share(Math.max(0, remaining() - asking), slack.sharePercent()));
        return target < Math.max(demand.largest(nanos), ahead ? aheadLargest : 0) ? 0 : target;
    }

    boolean isOver(Instant accountingNow) {
        return !accountingNow.isBefore(windowEnd);
    }

    private boolean mustBeExact(long nanos) {
        exact = exact && nanos - exactUntilNanos < 0;
        return exact;
    }

    boolean isIdle() {
        return open == 0 && waiting == 0 && room() == 0;
    }

    /// What new requests could still hold: what nobody committed, and what is committed to this session but not held.
    private long remaining() {
        return Math.max(0, Amounts.sum(Math.max(0, cap - committed), ownIdle()));
    }

    /// What accounting counts as committed to this session, but no hold needs.
    private long ownIdle() {
        return Math.max(0, ownOfCommitted - floor());
    }

    CounterView.Known view() {
        return new CounterView.Known(cap, committed, asOf, ownIdle());
    }
}
