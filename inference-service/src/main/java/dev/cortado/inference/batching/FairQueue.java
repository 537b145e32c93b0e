package dev.cortado.inference.batching;

import dev.cortado.inference.engine.Tenant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Sequences that wait for a slot, in a line per tenant. Used under the engine's lock.
///
/// The next slot goes to the tenant that has the fewest; among equals in turn: to the one that longest ago got a slot
/// or, if it got none since it waits, came. So with one slot and a tenant that queued a hundred, the first sequence of
/// another starts within two service times.
final class FairQueue {

    private final Map<Tenant, Line> lines = new LinkedHashMap<>();
    private long now;
    private int size;

    private static final class Line {

        private final Deque<Sequence> waiting = new ArrayDeque<>();
        private long eligibleSince;

        Line(long eligibleSince) {
            this.eligibleSince = eligibleSince;
        }
    }

    void add(Sequence sequence) {
        lines.computeIfAbsent(sequence.order().tenant(), tenant -> new Line(now++))
                .waiting
                .add(sequence);
        size++;
    }

    int size() {
        return size;
    }

    /// How many of this tenant's wait.
    int waiting(Tenant tenant) {
        Line line = lines.get(tenant);
        return line == null ? 0 : line.waiting.size();
    }

    /// Takes the next one; the queue must not be empty.
    ///
    /// @param slotsOf slots that a tenant has now
    Sequence next(ToIntFunction<Tenant> slotsOf) {
        Map.Entry<Tenant, Line> chosen = lines.entrySet().stream()
                .min(Comparator.<Map.Entry<Tenant, Line>>comparingInt(entry -> slotsOf.applyAsInt(entry.getKey()))
                        .thenComparingLong(entry -> entry.getValue().eligibleSince))
                .orElseThrow();
        Line line = chosen.getValue();
        Sequence next = line.waiting.remove();
        line.eligibleSince = now++;
        size--;
        if (line.waiting.isEmpty()) {
            lines.remove(chosen.getKey());
        }
        return next;
    }

    /// Takes out those that are to wait no longer.
    List<Sequence> removeIf(Predicate<Sequence> over) {
        List<Sequence> removed = new ArrayList<>();
        for (Line line : lines.values()) {
            for (Iterator<Sequence> waiting = line.waiting.iterator(); waiting.hasNext(); ) {
                Sequence sequence = waiting.next();
                if (over.test(sequence)) {
                    waiting.remove();
                    removed.add(sequence);
                }
            }
        }
        lines.values().removeIf(line -> line.waiting.isEmpty());
        size -= removed.size();
        return removed;
    }
}
