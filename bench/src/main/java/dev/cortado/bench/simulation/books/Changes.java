package dev.cortado.bench.simulation.books;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Rows that changed since somebody last looked at all of them: what the invariants must look at, and no more. The rows
/// report their changes themselves, so that no rule can forget to.
public final class Changes {

    private final Set<CounterRow> counters = new LinkedHashSet<>();
    private final Set<LeaseRow> leases = new LinkedHashSet<>();
    private final Map<UsageKey, UsageRow> usage = new LinkedHashMap<>();

    public void add(CounterRow counter) {
        counters.add(counter);
    }

    /// A lease counts towards its counter.
    void add(LeaseRow lease) {
        leases.add(lease);
        counters.add(lease.counter);
    }

    void add(UsageKey key, UsageRow row) {
        usage.put(key, row);
    }

    public boolean isEmpty() {
        return counters.isEmpty() && leases.isEmpty() && usage.isEmpty();
    }

    public Set<CounterRow> counters() {
        return counters;
    }

    public Set<LeaseRow> leases() {
        return leases;
    }

    public Collection<UsageRow> usage() {
        return usage.values();
    }

    /// All were looked at.
    public void clear() {
        counters.clear();
        leases.clear();
        usage.clear();
    }
}
