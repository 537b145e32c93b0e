package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.window.Renewal;

/// A row of `tenant_limit`.
public final class LimitRow {

    public final long id;
    public final String node;
    public final LimitUnit unit;
    private boolean hard;
    private Renewal renewal;
    long capTarget;
    private boolean removed;

    LimitRow(long id, String node, LimitUnit unit, Renewal renewal, boolean hard, long capTarget) {
        this.id = id;
        this.node = node;
        this.unit = unit;
        this.renewal = renewal;
        this.hard = hard;
        this.capTarget = capTarget;
    }

    /// Whether it refuses, or only counts.
    public boolean isHard() {
        return hard;
    }

    void harden(boolean other) {
        hard = other;
    }

    public Renewal renewal() {
        return renewal;
    }

    void renewBy(Renewal other) {
        renewal = other;
    }

    public long capTarget() {
        return capTarget;
    }

    /// Whether it stands on no path any more; its counters stay for what was granted of them.
    public boolean isRemoved() {
        return removed;
    }

    void remove() {
        removed = true;
    }
}
