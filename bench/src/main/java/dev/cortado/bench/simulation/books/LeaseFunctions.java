package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.lease.IdleLease;
import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseAnswer.Reason;
import dev.cortado.accounting.lease.LeaseGrant;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.LeaseWant;
import dev.cortado.accounting.lease.Recalled;
import dev.cortado.bench.simulation.books.SessionRow.State;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rules of `R__lease_function.sql`.
public class LeaseFunctions {

    protected final Tables tables;

    public LeaseFunctions(Tables tables) {
        this.tables = tables;
    }

    /// A counter and what the session is to have of it.
    protected record Total(CounterRow counter, long total) {}

    public LeaseAnswer order(LeaseOrder order, Recalled recalled, Instant now) {
        SessionRow session = tables.sessions.get(order.session().value());
        if (session == null) {
            return refused(Reason.SESSION_ENDED, "no such session", now);
        }
        LeaseAnswer earlier = answered(session, order.requestId());
        if (earlier != null) {
            return earlier;
        }
        if (session.state() == State.FENCED || session.state() == State.CLOSED) {
            return refused(
                    Reason.SESSION_ENDED,
                    "the session is " + session.state().name().toLowerCase(java.util.Locale.ROOT),
                    now);
        }
        boolean ended = session.state() != State.LIVE || now.isAfter(session.admitUntil());
        List<LeaseWant> wants = order.wants().stream()
                .sorted(Comparator.comparingLong(want -> want.counter().value()))
                .toList();
        List<Total> totals = new ArrayList<>();
        List<CounterRow> wanting = new ArrayList<>();
        for (LeaseWant want : wants) {
            CounterRow counter = tables.counters.get(want.counter().value());
            if (counter == null) {
                return refused(
                        Reason.UNKNOWN_COUNTER, "no counter " + want.counter().value(), now);
            }
            LeaseRow lease = tables.lease(session, counter);
            LeaseAnswer refusal = refusal(order, want, lease, ended, now);
            if (refusal != null) {
                return refusal;
            }
            long total = total(want, lease, counter, now);
            if (total < want.wantTotal() && counter.window.end().isAfter(now)) {
                wanting.add(counter);
            }
            totals.add(new Total(counter, total));
        }
        if (!recalled.last() && !wanting.isEmpty()) {
            List<IdleLease> idle = idle(order, session, wanting, now);
            if (!idle.stream().allMatch(recalled::covers)) {
                keepWaiting(order, session, totals);
                return new LeaseAnswer.RecallFirst(idle);
            }
        }
        LeaseAnswer answer = book(session, order.seq(), totals, now);
        tables.answers.computeIfAbsent(session, _ -> new HashMap<>()).put(order.requestId(), answer);
        return answer;
    }

    protected @Nullable LeaseAnswer answered(SessionRow session, String requestId) {
        Map<String, LeaseAnswer> own = tables.answers.get(session);
        return own == null ? null : own.get(requestId);
    }

    private @Nullable LeaseAnswer refusal(
            LeaseOrder order, LeaseWant want, @Nullable LeaseRow lease, boolean ended, Instant now) {
        long granted = lease == null ? 0 : lease.granted();
        if (lease != null && !lease.isOpen()) {
            return refused(
                    Reason.SESSION_ENDED,
                    "the lease of counter " + want.counter().value() + " is closed",
                    now);
        }
        if (lease != null && lease.seq() >= order.seq()) {
            return refused(Reason.OLD_SEQ, "seq " + order.seq() + " is not above " + lease.seq(), now);
        }
        if (want.floorTotal() > granted) {
            return refused(
                    Reason.FLOOR_ABOVE_GRANTED,
                    "counter " + want.counter().value() + ": floor " + want.floorTotal() + " is above the granted "
                            + granted,
                    now);
        }
        if (want.wantTotal() > granted && ended) {
            return refused(Reason.SESSION_ENDED, "a session that is ending may only shrink", now);
        }
        return want.wantTotal() > granted && tables.suspended.contains(Tables.ORGANISATION)
                ? refused(Reason.TENANT_SUSPENDED, "the organisation is suspended", now)
                : null;
    }

    /// What a lease comes to: between floor and want, as much as fits; never below what is posted.
    protected long total(LeaseWant want, @Nullable LeaseRow lease, CounterRow counter, Instant now) {
        long granted = lease == null ? 0 : lease.granted();
        long posted = lease == null ? 0 : lease.posted();
        return want.wantTotal() <= granted
                ? Math.max(want.wantTotal(), Math.max(want.floorTotal(), posted))
                : granted + Math.min(want.wantTotal() - granted, Math.max(room(counter, now), 0));
    }

    /// What is free of a counter. A soft limit has room for all, so that it counts all.
    protected long room(CounterRow counter, Instant now) {
        if (!counter.window.end().isAfter(now)) {
            return 0;
        }
        return counter.isHard()
                ? counter.limit.capTarget - counter.committed()
                : CounterRow.CAP_MAX - counter.committed();
    }

    /// Idle slack of other live sessions on these counters.
    private List<IdleLease> idle(LeaseOrder order, SessionRow asking, List<CounterRow> wanting, Instant now) {
        List<IdleLease> idle = new ArrayList<>();
        for (LeaseRow lease : tables.leases.values()) {
            if (wanting.contains(lease.counter)
                    && lease.isOpen()
                    && lease.session != asking
                    && lease.granted() > lease.posted()
                    && lease.session.state() == State.LIVE
                    && lease.session.admitUntil().isAfter(now)) {
                boolean first = goesBefore(lease, order);
                long moved = first ? Math.max(lease.grownSeq(), lease.waitingSeq()) : lease.grownSeq();
                boolean kept = first && lease.waitingSeq() > lease.seq();
                idle.add(new IdleLease(new SessionId(lease.session.id), new LeaseId(lease.id), moved, kept));
            }
        }
        return idle;
    }

    /// Whether the last order that a lease was kept for has waited longer; of two equal ones the lower
    /// session's goes first.
    private static boolean goesBefore(LeaseRow lease, LeaseOrder order) {
        Instant since = lease.waitingSince();
        Instant own = order.waitingSince();
        if (since == null || own == null) {
            return false;
        }
        int compared = since.compareTo(own);
        return compared < 0
                || (compared == 0 && lease.session.id < order.session().value());
    }

    /// Until the order is answered its router keeps the leases that it speaks of.
    private void keepWaiting(LeaseOrder order, SessionRow session, List<Total> totals) {
        Instant since = order.waitingSince();
        if (since == null) {
            return;
        }
        for (Total each : totals) {
            LeaseRow lease = tables.lease(session, each.counter);
            if (lease != null) {
                lease.await(order.seq(), since);
            }
        }
    }

    /// Books the totals, in the order of their counters.
    protected LeaseAnswer book(SessionRow session, long seq, List<Total> totals, Instant now) {
        for (Total each : totals) {
            CounterRow counter = each.counter;
            LeaseRow lease = tables.lease(session, counter);
            long growth = each.total - (lease == null ? 0 : lease.granted());
            if (growth != 0) {
                long committed = counter.committed() + growth;
                counter.update(committed, counter.closedSpent(), counter.capAfterGrant(committed));
            }
        }
        List<LeaseRow> leases = new ArrayList<>();
        for (Total each : totals) {
            LeaseRow lease = tables.leaseOrNew(session, each.counter);
            lease.grant(each.total, seq);
            leases.add(lease);
        }
        List<LeaseGrant> grants = new ArrayList<>();
        for (LeaseRow lease : leases) {
            CounterRow counter = lease.counter;
            grants.add(new LeaseGrant(
                    new LeaseId(lease.id),
                    new CounterId(counter.id),
                    lease.granted(),
                    counter.window.end(),
                    counter.capInForce(),
                    counter.committed(),
                    tables.spent(counter)));
        }
        return new LeaseAnswer.Granted(grants, now);
    }

    private static LeaseAnswer refused(Reason reason, String message, Instant now) {
        return new LeaseAnswer.Refused(reason, message, now);
    }
}
