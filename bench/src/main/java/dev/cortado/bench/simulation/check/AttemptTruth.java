package dev.cortado.bench.simulation.check;

import dev.cortado.router.decision.Hedge;
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
    /// What it is where it runs beside another attempt.
    final @Nullable Hedge hedge;
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

    /// Whether the broker's clock has passed `publishBy`.
    boolean isOver;
    /// What stands in the sums of liability for each of its leases.
    private final long[] counted;

    AttemptTruth(AttemptKey key, Instant publishBy, long[] leases, long[] held, @Nullable Hedge hedge) {
        this.key = key;
        this.publishBy = publishBy;
        this.leases = leases;
        this.held = held;
        this.hedge = hedge;
        this.counted = new long[leases.length];
    }

    /// Brings the sums by lease up to what may still come to be charged to its leases, or is.
    void count(LiabilityByLease sums) {
        for (int i = 0; i < leases.length; i++) {
            long liable = liable(i);
            if (liable != counted[i]) {
                sums.add(leases[i], liable - counted[i]);
                counted[i] = liable;
            }
        }
    }

    private long liable(int index) {
        if (logged != null && loggedAt != null) {
            return loggedAt.isAfter(publishBy) ? 0 : logged.getOrDefault(leases[index], 0L);
        }
        return isOff || isOver ? 0 : held[index];
    }
}
