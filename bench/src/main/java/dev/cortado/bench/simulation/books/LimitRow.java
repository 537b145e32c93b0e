package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.window.WindowKind;
import java.time.ZoneId;

/// A row of `tenant_limit`.
public final class LimitRow {

    public final long id;
    public final String node;
    public final LimitUnit unit;
    public final WindowKind kind;
    public final ZoneId zone;
    public final boolean hard;
    long capTarget;

    LimitRow(long id, String node, LimitUnit unit, WindowKind kind, ZoneId zone, boolean hard, long capTarget) {
        this.id = id;
        this.node = node;
        this.unit = unit;
        this.kind = kind;
        this.zone = zone;
        this.hard = hard;
        this.capTarget = capTarget;
    }

    public long capTarget() {
        return capTarget;
    }
}
