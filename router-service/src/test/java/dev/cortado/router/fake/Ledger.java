package dev.cortado.router.fake;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.tenant.LimitUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What accounting's grant function does, in memory: totals in, totals out, never over a cap.
public final class Ledger {

    private static final class Counter {
        final LimitUnit unit;
        final long cap;
        final Instant windowEnd;
        long others;
        final Map<Long, Long> grantedBySession = new HashMap<>();

        Counter(LimitUnit unit, long cap, Instant windowEnd) {
            this.unit = unit;
            this.cap = cap;
            this.windowEnd = windowEnd;
        }

        long committed() {
            return others
                    + grantedBySession.values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
        }
    }

    private final Map<CounterId, Counter> counters = new HashMap<>();
    private final Map<String, LeaseAnswer> answered = new HashMap<>();
    private final Map<Long, Long> lastSeq = new HashMap<>();

    public synchronized void counter(long id, LimitUnit unit, long cap, Instant windowEnd) {
        counters.put(new CounterId(id), new Counter(unit, cap, windowEnd));
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
        return counter(new CounterId(id)).grantedBySession.getOrDefault(session, 0L);
    }

    public synchronized boolean capsHold() {
        return counters.values().stream().allMatch(counter -> counter.committed() <= counter.cap);
    }

    public synchronized List<LimitCounter> path(Instant now, long... ids) {
        List<LimitCounter> path = new ArrayList<>();
        for (long id : ids) {
            Counter counter = counter(new CounterId(id));
            path.add(new LimitCounter(
                    new CounterId(id), counter.unit, true, counter.windowEnd, counter.cap, counter.committed(), now));
        }
        return path;
    }

    public synchronized LeaseAnswer lease(LeaseMessage message, Instant now) {
        LeaseAnswer before = answered.get(message.requestId());
        if (before != null) {
            return before;
        }
        long session = message.session().value();
        if (message.seq() <= lastSeq.getOrDefault(session, 0L)) {
            return new LeaseAnswer.Refused(LeaseAnswer.Refusal.OLD_SEQ, "old seq");
        }
        lastSeq.put(session, message.seq());
        LeaseAnswer answer = grant(message, now);
        answered.put(message.requestId(), answer);
        return answer;
    }

    private LeaseAnswer grant(LeaseMessage message, Instant now) {
        List<LeaseAnswer.Grant> grants = new ArrayList<>();
        for (LeaseMessage.Want want : message.wants()) {
            if (!counters.containsKey(want.counter())) {
                return new LeaseAnswer.Refused(LeaseAnswer.Refusal.UNKNOWN_COUNTER, "counter " + want.counter());
            }
        }
        for (LeaseMessage.Want want : message.wants()) {
            Counter counter = counter(want.counter());
            long session = message.session().value();
            long before = counter.grantedBySession.getOrDefault(session, 0L);
            if (want.floor() > before) {
                return new LeaseAnswer.Refused(LeaseAnswer.Refusal.FLOOR_ABOVE_GRANTED, "floor above granted");
            }
            long free = counter.cap - counter.committed();
            long total = Math.max(want.floor(), Math.min(want.want(), before + free));
            counter.grantedBySession.put(session, total);
            grants.add(new LeaseAnswer.Grant(
                    new LeaseId(session * 1_000 + want.counter().value()),
                    want.counter(),
                    total,
                    counter.windowEnd,
                    counter.cap,
                    counter.committed()));
        }
        return new LeaseAnswer.Granted(grants, now);
    }

    private Counter counter(CounterId id) {
        Counter counter = counters.get(id);
        if (counter == null) {
            throw new IllegalArgumentException("no counter " + id);
        }
        return counter;
    }
}
