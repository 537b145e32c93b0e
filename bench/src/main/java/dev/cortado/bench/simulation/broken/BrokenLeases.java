package dev.cortado.bench.simulation.broken;

import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseWant;
import dev.cortado.bench.simulation.books.CounterRow;
import dev.cortado.bench.simulation.books.LeaseFunctions;
import dev.cortado.bench.simulation.books.LeaseRow;
import dev.cortado.bench.simulation.books.SessionRow;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.party.Protocol;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What goes wrong where accounting grants.
final class BrokenLeases {

    private BrokenLeases() {}

    /// Whether it fits is asked with a sum of 32 bits: beyond two dollars it wraps around, and all fits.
    static final class UncheckedOverflow extends Protocol {
        @Override
        public LeaseFunctions leases(Tables tables) {
            return new LeaseFunctions(tables) {
                @Override
                protected long total(LeaseWant want, @Nullable LeaseRow lease, CounterRow counter, Instant now) {
                    long granted = lease == null ? 0 : lease.granted();
                    long more = want.wantTotal() - granted;
                    int committed = (int) (counter.committed() + more);
                    return more > 0 && counter.isHard() && committed <= counter.limit.capTarget()
                            ? want.wantTotal()
                            : super.total(want, lease, counter, now);
                }
            };
        }
    }

    /// A soft limit is granted up to its cap like a hard one. It refuses nobody all the same: what is
    /// beyond goes uncounted.
    static final class SoftLimitCountsToItsCap extends Protocol {
        @Override
        public LeaseFunctions leases(Tables tables) {
            return new CappedSoftLimits(tables);
        }
    }

    /// The same for hard and soft limits.
    static final class CappedSoftLimits extends LeaseFunctions {
        CappedSoftLimits(Tables tables) {
            super(tables);
        }

        @Override
        protected long room(CounterRow counter, Instant now) {
            return counter.window.end().isAfter(now) ? counter.limit.capTarget() - counter.committed() : 0;
        }
    }

    /// A return says how much less, and saying it again takes it off again.
    static final class ReturnsAsDeltas extends Protocol {
        @Override
        public LeaseFunctions leases(Tables tables) {
            return new LeaseFunctions(tables) {
                @Override
                protected @Nullable LeaseAnswer answered(SessionRow session, String requestId) {
                    LeaseAnswer earlier = super.answered(session, requestId);
                    if (earlier instanceof LeaseAnswer.Granted granted) {
                        granted.grants()
                                .forEach(grant ->
                                        this.takeOff(session, grant.counter().value()));
                    }
                    return earlier;
                }

                private void takeOff(SessionRow session, long id) {
                    CounterRow counter = this.tables.counter(id);
                    LeaseRow lease = counter == null ? null : this.tables.lease(session, counter);
                    Long less = lease == null ? null : this.lastShrink.get(lease);
                    if (counter != null && lease != null && less != null) {
                        long off = Math.min(less, lease.granted() - lease.posted());
                        lease.grant(lease.granted() - off, lease.seq());
                        long committed = counter.committed() - off;
                        counter.update(committed, counter.closedSpent(), counter.capWith(committed));
                    }
                }

                private final java.util.Map<LeaseRow, Long> lastShrink = new java.util.HashMap<>();

                @Override
                protected LeaseAnswer book(SessionRow session, long seq, java.util.List<Total> totals, Instant now) {
                    for (Total each : totals) {
                        LeaseRow lease = this.tables.lease(session, each.counter());
                        if (lease != null) {
                            this.lastShrink.put(lease, Math.max(0, lease.granted() - each.total()));
                        }
                    }
                    return super.book(session, seq, totals, now);
                }
            };
        }
    }
}
