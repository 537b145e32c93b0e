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
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Generations that wait for a slot, in a line per tenant. Used under the engine's lock.
///
/// The next slot goes to the tenant that has the fewest; among equals in turn: to the one that longest ago got a slot
/// or, if it got none since it waits, came. So with one slot and a tenant that queued a hundred, the first one of
/// another starts within two service times.
///
/// @param <W> what waits
public final class FairQueue<W> {

    private final Function<W, Tenant> tenantOf;
    private final Map<Tenant, Line<W>> lines = new LinkedHashMap<>();
    private long now;
    private int size;

    public FairQueue(Function<W, Tenant> tenantOf) {
        this.tenantOf = tenantOf;
    }

    private static final class Line<W> {

        private final Deque<W> waiting = new ArrayDeque<>();
        private long eligibleSince;

        Line(long eligibleSince) {
            this.eligibleSince = eligibleSince;
        }
    }

    public void add(W generation) {
        lines.computeIfAbsent(tenantOf.apply(generation), tenant -> new Line<>(now++))
                .waiting
                .add(generation);
        size++;
    }

    public int size() {
        return size;
    }

    /// How many of this tenant's wait.
    public int waiting(Tenant tenant) {
        Line<W> line = lines.get(tenant);
        return line == null ? 0 : line.waiting.size();
    }

    /// Takes the next one; the queue must not be empty.
    ///
    /// @param slotsOf slots that a tenant has now
    public W next(ToIntFunction<Tenant> slotsOf) {
        return next(slotsOf, any -> true).orElseThrow();
    }

    /// Takes the next one if it fits. Nobody overtakes one that does not, or it might wait for ever.
    ///
    /// @param slotsOf slots that a tenant has now
    /// @param fits whether there is room for it
    public Optional<W> next(ToIntFunction<Tenant> slotsOf, Predicate<W> fits) {
        Map.Entry<Tenant, Line<W>> chosen = lines.entrySet().stream()
                .min(Comparator.<Map.Entry<Tenant, Line<W>>>comparingInt(entry -> slotsOf.applyAsInt(entry.getKey()))
                        .thenComparingLong(entry -> entry.getValue().eligibleSince))
                .orElseThrow();
        Line<W> line = chosen.getValue();
        if (!fits.test(line.waiting.element())) {
            return Optional.empty();
        }
        W next = line.waiting.remove();
        line.eligibleSince = now++;
        size--;
        if (line.waiting.isEmpty()) {
            lines.remove(chosen.getKey());
        }
        return Optional.of(next);
    }

    /// Takes out those that are to wait no longer.
    public List<W> removeIf(Predicate<W> over) {
        List<W> removed = new ArrayList<>();
        for (Line<W> line : lines.values()) {
            for (Iterator<W> waiting = line.waiting.iterator(); waiting.hasNext(); ) {
                W generation = waiting.next();
                if (over.test(generation)) {
                    waiting.remove();
                    removed.add(generation);
                }
            }
        }
        lines.values().removeIf(line -> line.waiting.isEmpty());
        size -= removed.size();
        return removed;
    }
}
