package dev.cortado.bench.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The orders of one router for one path: at most one message about it is to go or under way, and
/// whatever comes while it is under way goes with the next.
final class PathOrders {

    final PathLeases leases;
    private final PathTotals totals;
    private PathTotals.@Nullable Want want;
    private boolean underWay;
    private List<Long> due = new ArrayList<>();
    private List<Long> behind = new ArrayList<>();

    PathOrders(PathLeases leases, long held) {
        this.leases = leases;
        this.totals = new PathTotals(held);
    }

    boolean isUnderWay() {
        return underWay;
    }

    /// Whether what it wants waits for a message to go with.
    boolean isToGo() {
        return want != null && !underWay;
    }

    /// Says what it wants next.
    PathTotals.Want says(SplittableRandom random) {
        PathTotals.Want next = totals.next(random);
        want = next;
        return next;
    }

    /// What it wants, or has under way.
    PathTotals.Want want() {
        PathTotals.Want present = want;
        if (present == null) {
            throw new IllegalStateException("nothing is wanted of " + leases);
        }
        return present;
    }

    /// One more order, whose message was to go then.
    void add(long dueNanos) {
        (underWay ? behind : due).add(dueNanos);
    }

    /// When the orders of its message were to go; never later than it went.
    List<Long> due() {
        return List.copyOf(due);
    }

    void goes(long nanos) {
        underWay = true;
        due.replaceAll(each -> each - nanos > 0 ? nanos : each);
    }

    /// Its message is answered.
    void granted(long total) {
        totals.granted(want(), total);
    }

    /// Its message is over, however it ended.
    ///
    /// @return whether more came meanwhile, which is to go now
    boolean ends() {
        want = null;
        underWay = false;
        due = behind;
        behind = new ArrayList<>();
        return !due.isEmpty();
    }
}
