package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.window.Renewal;
import dev.cortado.accounting.window.Window;
import java.util.ArrayList;
import java.util.List;

/// A row of `counter`: one limit in one instance of its window.
public final class CounterRow {

    /// The largest cap: sums of two stay within 64 bits.
    public static final long CAP_MAX = 1L << 62;

    public final long id;
    public final LimitRow limit;
    public final Window window;
    /// The rule that this window is of, whatever its limit renews by later.
    public final Renewal rule;
    private boolean hard;
    private final Changes changes;
    private final List<LeaseRow> leases = new ArrayList<>();
    private long capInForce;
    private long committed;
    private long closedSpent;

    CounterRow(long id, LimitRow limit, Window window, Changes changes) {
        this.id = id;
        this.limit = limit;
        this.window = window;
        this.rule = limit.renewal().inForceAt(window.start());
        this.hard = limit.isHard();
        this.capInForce = limit.capTarget;
        this.changes = changes;
        changes.add(this);
    }

    /// The leases of it, of every session.
    public List<LeaseRow> leases() {
        return leases;
    }

    void leased(LeaseRow lease) {
        leases.add(lease);
    }

    public boolean isHard() {
        return hard;
    }

    /// Brings it in line with its limit.
    void align() {
        hard = limit.isHard();
        update(committed, closedSpent, capWith(committed));
    }

    public long capInForce() {
        return capInForce;
    }

    public long committed() {
        return committed;
    }

    public long closedSpent() {
        return closedSpent;
    }

    /// Changes the row, or refuses as the table's constraints do.
    public void update(long newCommitted, long newClosedSpent, long newCapInForce) {
        if (newCapInForce < 0 || newCapInForce > CAP_MAX) {
            throw new ConstraintBroken("counter_cap_in_force_check", this + " to " + newCapInForce);
        }
        if (newCommitted < 0 || (hard && newCommitted > newCapInForce)) {
            throw new ConstraintBroken("counter_committed_within_cap", this + " to " + newCommitted);
        }
        if (newClosedSpent < 0 || newClosedSpent > newCommitted) {
            throw new ConstraintBroken("counter_closed_spent_within_committed", this + " to " + newClosedSpent);
        }
        committed = newCommitted;
        closedSpent = newClosedSpent;
        capInForce = newCapInForce;
        changes.add(this);
    }

    /// What is in force after a change: a hard cap only ratchets down to what is committed.
    public long capWith(long newCommitted) {
        return hard ? Math.max(limit.capTarget, newCommitted) : limit.capTarget;
    }

    /// What is in force after a grant: a raised target at once, and never more because more is granted.
    public long capAfterGrant(long newCommitted) {
        return hard ? Math.max(limit.capTarget, Math.min(capInForce, newCommitted)) : limit.capTarget;
    }

    @Override
    public String toString() {
        return "counter " + id + " (committed " + committed + ", closed " + closedSpent + ", cap " + capInForce + ")";
    }
}
