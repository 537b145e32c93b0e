package dev.cortado.bench.simulation.check;

import dev.cortado.bench.simulation.books.CounterRow;
import dev.cortado.bench.simulation.books.LeaseRow;
import dev.cortado.bench.simulation.books.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// How much of each counter was truly free of late: neither spent nor held. Only for histories without faults, in
/// which a refusal must have a reason.
public final class FreeRoom {

    /// How long an answer may take to come about: a call, a recall and the wait for it.
    private static final Duration REACH = Duration.ofSeconds(1);

    /// How long what was granted in vain, to a request that another limit refused, may lie about at a router; and how
    /// long
    /// a router whose own message is under way may keep from answering a recall.
    private static final Duration PASSING = Duration.ofMillis(100);

    private record Reading(Instant at, long free) {}

    private final Tables tables;
    private final Truth truth;
    private final Supplier<Instant> trueTime;
    private final Map<LeaseRow, Instant> idleSince = new HashMap<>();
    private final Map<LeaseRow, Long> idle = new HashMap<>();
    private final Map<Long, Deque<Reading>> readings = new HashMap<>();

    /// @param trueTime by which refusals look back
    public FreeRoom(Tables tables, Truth truth, Supplier<Instant> trueTime) {
        this.tables = tables;
        this.truth = truth;
        this.trueTime = trueTime;
    }

    /// Reads every counter.
    public void read() {
        Instant now = trueTime.get();
        LiabilityByLease liability = truth.liability();
        Map<CounterRow, Long> held = new HashMap<>();
        for (LeaseRow lease : tables.leases()) {
            long liable = liability.of(lease.id);
            held.merge(lease.counter, liable - lease.refunded(), Long::sum);
            if (lease.isOpen() && lease.granted() > liable) {
                idleSince.putIfAbsent(lease, now);
            } else {
                idleSince.remove(lease);
            }
            idle.put(lease, lease.granted() - liable);
        }
        for (CounterRow counter : tables.counters()) {
            Deque<Reading> own = readings.computeIfAbsent(counter.id, _ -> new ArrayDeque<>());
            long free = counter.limit.capTarget() - held.getOrDefault(counter, 0L);
            Reading newest = own.peekLast();
            if (newest == null || newest.free != free) {
                own.add(new Reading(now, free));
            }
            while (own.size() > 1 && isSucceededBefore(own, now.minus(REACH))) {
                own.removeFirst();
            }
        }
    }

    /// Whether the second reading took over before this moment, so that the first says nothing of what came after.
    private static boolean isSucceededBefore(Deque<Reading> own, Instant moment) {
        var readings = own.iterator();
        readings.next();
        return !readings.next().at.isAfter(moment);
    }

    /// What is free of a counter and has been for a while: what was freed only of late may not have come round yet.
    public long forAWhile(CounterRow counter) {
        long freedOfLate = 0;
        Reading before = null;
        for (Reading reading : readings.getOrDefault(counter.id, new ArrayDeque<>())) {
            if (before != null) {
                freedOfLate += Math.max(0, reading.free - before.free);
            }
            before = reading;
        }
        return before == null ? 0 : before.free - freedOfLate - inPassing(counter);
    }

    private long inPassing(CounterRow counter) {
        Instant before = trueTime.get().minus(PASSING);
        long passing = 0;
        for (Map.Entry<LeaseRow, Instant> each : idleSince.entrySet()) {
            LeaseRow lease = each.getKey();
            boolean isPassing = each.getValue().isAfter(before) || truth.hasSpokenSince(lease.session.id, before);
            if (lease.counter == counter && isPassing) {
                passing += idle.getOrDefault(lease, 0L);
            }
        }
        return passing;
    }
}
