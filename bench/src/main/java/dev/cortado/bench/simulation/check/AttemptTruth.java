package dev.cortado.bench.simulation.check;

import dev.cortado.router.hold.AttemptKey;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What truly became of one attempt, whoever knows it.
public final class AttemptTruth {

    final AttemptKey key;
    final Instant publishBy;
    /// Leases that its token names, and the most that each may be charged.
    final long[] leases;
    final long[] held;
    /// No node will ever run it.
    boolean isOff;
    boolean deltaDelivered;
    /// The charges that the node signed in a finished response.
    @Nullable
    Map<Long, Long> receipt;
    /// The charges of its first event in the log, and when the broker stamped it.
    @Nullable
    Map<Long, Long> logged;

    @Nullable
    Instant loggedAt;

    AttemptTruth(AttemptKey key, Instant publishBy, long[] leases, long[] held) {
        this.key = key;
        this.publishBy = publishBy;
        this.leases = leases;
        this.held = held;
    }

    /// What may still come to be charged to its leases, or is, added to the sums by lease.
    void addLiability(LiabilityByLease sums, Instant logTime) {
        if (logged != null && loggedAt != null) {
            if (!loggedAt.isAfter(publishBy)) {
                for (long lease : leases) {
                    sums.add(lease, logged.getOrDefault(lease, 0L));
                }
            }
        } else if (!isOff && !logTime.isAfter(publishBy)) {
            for (int i = 0; i < leases.length; i++) {
                sums.add(leases[i], held[i]);
            }
        }
    }
}
