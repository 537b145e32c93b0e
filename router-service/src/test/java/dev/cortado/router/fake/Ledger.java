package dev.cortado.router.fake;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.LimitId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.tenant.LimitUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What accounting's grant function does, in memory: totals in, totals out, never over a cap; idle slack of other
/// sessions is called back before less is granted than was wanted.
public final class Ledger {

    /// What an order comes to: an answer, or, unless it is the last word, leases to call back first.
    public sealed interface Outcome {
        record Answered(LeaseAnswer answer) implements Outcome {}

        record RecallFirst(Map<SessionId, List<LeaseId>> leases) implements Outcome {}
    }

    private static final class Row {
        long granted;
        long posted;
        long seq;
    }

    private static final class Counter {
        final LimitId limit;
        final LimitUnit unit;
        final long cap;
        final Instant windowStart;
        final Instant windowEnd;
        long others;
        final Map<Long, Row> rows = new TreeMap<>();

        Counter(LimitId limit, LimitUnit unit, long cap, Instant windowStart, Instant windowEnd) {
            this.limit = limit;
            this.unit = unit;
            this.cap = cap;
            this.windowStart = windowStart;
            this.windowEnd = windowEnd;
        }

        long committed() {
            return others + rows.values().stream().mapToLong(row -> row.granted).sum();
        }
    }

    private static final long LEASES_PER_SESSION = 1_000;

    private final Map<CounterId, Counter> counters = new HashMap<>();
    private final Map<String, LeaseAnswer> answered = new HashMap<>();
    /// Refuses growth, as for a suspended tenant.
    public boolean suspended;

    public synchronized void counter(long id, LimitUnit unit, long cap, Instant windowEnd) {
        counter(id, id, unit, cap, Instant.MIN, windowEnd);
    }

    public synchronized void counter(
            long id, long limit, LimitUnit unit, long cap, Instant windowStart, Instant windowEnd) {
        counters.put(new CounterId(id), new Counter(new LimitId(limit), unit, cap, windowStart, windowEnd));
    }

    public synchronized void remove(long id) {
        counters.remove(new CounterId(id));
    }

    /// Other sessions take or return room.
    public synchronized void others(long id, long committed) {
        Counter counter = counter(new CounterId(id));
        long own = counter.committed() - counter.others;
        counter.others = Math.clamp(committed, 0, counter.cap - own);
    }

    /// Other sessions take or return room, so that this much of the counter is free.
    public synchronized void leave(long id, long free) {
        Counter counter = counter(new CounterId(id));
        long own = counter.committed() - counter.others;
        counter.others = Math.clamp(counter.cap - own - free, 0, counter.cap - own);
    }

    public synchronized long granted(long session, long id) {
        Row row = counter(new CounterId(id)).rows.get(session);
        return row == null ? 0 : row.granted;
    }

    /// The lease of this session on this counter, once it has one.
    public LeaseId lease(long session, long id) {
        return new LeaseId(session * LEASES_PER_SESSION + id);
    }

    /// Posts a charge against a lease, as the poster of usage events does.
    public synchronized void post(LeaseId lease, long amount) {
        Counter counter = counter(new CounterId(lease.value() % LEASES_PER_SESSION));
        counter.rows.computeIfAbsent(lease.value() / LEASES_PER_SESSION, _ -> new Row()).posted += amount;
    }

    /// Spent and leased together, over all sessions.
    public synchronized long committed(long id) {
        return counter(new CounterId(id)).committed();
    }

    public synchronized boolean capsHold() {
        return counters.values().stream().allMatch(counter -> counter.committed() <= counter.cap);
    }

    public synchronized List<LimitCounter> path(Instant now, long... ids) {
        List<LimitCounter> path = new ArrayList<>();
        for (long id : ids) {
            Counter counter = counter(new CounterId(id));
            path.add(new LimitCounter(
                    new CounterId(id),
                    counter.limit,
                    counter.unit,
                    true,
                    counter.windowStart,
                    counter.windowEnd,
                    counter.cap,
                    counter.committed(),
                    now));
        }
        return path;
    }

    /// The answer where nobody's slack can be called back.
    public synchronized LeaseAnswer lease(LeaseMessage message, Instant now) {
        return switch (order(message, now, true, Set.of())) {
            case Outcome.Answered(LeaseAnswer answer) -> answer;
            case Outcome.RecallFirst _ -> throw new IllegalStateException("a last order was answered with a recall");
        };
    }

    /// @param last whether nothing is called back any more
    /// @param live sessions that can be asked to give room back
    public synchronized Outcome order(LeaseMessage message, Instant now, boolean last, Set<Long> live) {
        LeaseAnswer before = answered.get(message.requestId());
        if (before != null) {
            return new Outcome.Answered(before);
        }
        long session = message.session().value();
        for (LeaseMessage.Want want : message.wants()) {
            LeaseAnswer.Refused refused = refusal(message, want);
            if (refused != null) {
                return new Outcome.Answered(refused);
            }
        }
        Map<SessionId, List<LeaseId>> idle = last ? Map.of() : idle(message, now, live);
        if (!idle.isEmpty()) {
            return new Outcome.RecallFirst(idle);
        }
        List<LeaseAnswer.Grant> grants = new ArrayList<>();
        for (LeaseMessage.Want want : message.wants()) {
            Counter counter = counter(want.counter());
            Row row = counter.rows.computeIfAbsent(session, _ -> new Row());
            row.granted = total(counter, row, want, now);
            row.seq = message.seq();
            grants.add(new LeaseAnswer.Grant(
                    lease(session, want.counter().value()),
                    want.counter(),
                    row.granted,
                    counter.windowEnd,
                    counter.cap,
                    counter.committed()));
        }
        LeaseAnswer answer = new LeaseAnswer.Granted(grants, now);
        answered.put(message.requestId(), answer);
        return new Outcome.Answered(answer);
    }

    private LeaseAnswer.@org.jspecify.annotations.Nullable Refused refusal(
            LeaseMessage message, LeaseMessage.Want want) {
        Counter counter = counters.get(want.counter());
        if (counter == null) {
            return new LeaseAnswer.Refused(LeaseAnswer.Refusal.UNKNOWN_COUNTER, "counter " + want.counter());
        }
        Row row = counter.rows.getOrDefault(message.session().value(), new Row());
        if (message.seq() <= row.seq) {
            return new LeaseAnswer.Refused(LeaseAnswer.Refusal.OLD_SEQ, "old seq");
        }
        if (want.floor() > want.want()) {
            throw new IllegalStateException("floor " + want.floor() + " is above the want " + want.want());
        }
        if (want.floor() > row.granted) {
            return new LeaseAnswer.Refused(LeaseAnswer.Refusal.FLOOR_ABOVE_GRANTED, "floor above granted");
        }
        if (suspended && want.want() > row.granted) {
            return new LeaseAnswer.Refused(LeaseAnswer.Refusal.TENANT_SUSPENDED, "suspended");
        }
        return null;
    }

    private Map<SessionId, List<LeaseId>> idle(LeaseMessage message, Instant now, Set<Long> live) {
        Map<SessionId, List<LeaseId>> idle = new LinkedHashMap<>();
        for (LeaseMessage.Want want : message.wants()) {
            Counter counter = counter(want.counter());
            Row own = counter.rows.getOrDefault(message.session().value(), new Row());
            if (total(counter, own, want, now) < want.want() && now.isBefore(counter.windowEnd)) {
                counter.rows.forEach((session, row) -> {
                    if (session != message.session().value() && live.contains(session) && row.granted > row.posted) {
                        idle.computeIfAbsent(new SessionId(session), _ -> new ArrayList<>())
                                .add(lease(session, want.counter().value()));
                    }
                });
            }
        }
        return idle;
    }

    private static long total(Counter counter, Row row, LeaseMessage.Want want, Instant now) {
        if (want.want() <= row.granted) {
            return Math.max(Math.max(want.want(), want.floor()), row.posted);
        }
        long room = now.isBefore(counter.windowEnd) ? Math.max(0, counter.cap - counter.committed()) : 0;
        return row.granted + Math.min(want.want() - row.granted, room);
    }

    private Counter counter(CounterId id) {
        Counter counter = counters.get(id);
        if (counter == null) {
            throw new IllegalArgumentException("no counter " + id);
        }
        return counter;
    }
}
