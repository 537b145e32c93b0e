package dev.cortado.bench.faults;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Which refusals for want of budget were false, asked of the books at once.
final class Refusals {

    private static final int FALSE_SHOWN = 5;
    private static final double FREE_SHARE_MIN = 0.05;

    private final Fleet fleet;
    private final Connections connections;
    private final AtomicLong whileFree = new AtomicLong();
    private final AtomicLong falsely = new AtomicLong();
    private final AtomicLong falselyAtMost = new AtomicLong();
    private final AtomicLong unjudged = new AtomicLong();

    Refusals(Fleet fleet, Connections connections) {
        this.fleet = fleet;
        this.connections = connections;
    }

    /// Where the database is down nobody can say: it is one of those that are killed.
    void judge(FaultTenant tenant, long holdNanoUsd) {
        Truth.Free free = connections
                .ask(connection -> Truth.free(connection, tenant, fleet.unreachableRouters()))
                .orElse(null);
        if (free == null) {
            unjudged.incrementAndGet();
            return;
        }
        if (free.surely().isAtLeast(FREE_SHARE_MIN)) {
            whileFree.incrementAndGet();
        }
        if (free.atMost().isAtLeast(FREE_SHARE_MIN) && free.atMost().fits(holdNanoUsd)) {
            falselyAtMost.incrementAndGet();
        }
        if (free.surely().isAtLeast(FREE_SHARE_MIN)
                && free.surely().fits(holdNanoUsd)
                && falsely.incrementAndGet() <= FALSE_SHOWN) {
            System.err.println("refused with money free: " + tenant.organisation());
        }
    }

    void forget() {
        for (AtomicLong count : List.of(whileFree, falsely, falselyAtMost, unjudged)) {
            count.set(0);
        }
    }

    /// While 5 % of the cap were free, whether or not what was asked for fitted: MONEY's definition, to the letter.
    long whileFree() {
        return whileFree.get();
    }

    /// While 5 % of the cap were free and what was asked for fitted.
    long falsely() {
        return falsely.get();
    }

    /// The same, if all holds that may stand in lost leases do.
    long falselyAtMost() {
        return falselyAtMost.get();
    }

    long unjudged() {
        return unjudged.get();
    }
}
