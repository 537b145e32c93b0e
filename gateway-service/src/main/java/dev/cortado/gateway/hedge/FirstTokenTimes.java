package dev.cortado.gateway.hedge;

import dev.cortado.contracts.unit.VariantId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// How long it took lately from sending an attempt to its node until its first token, by variant and pool. Safe for use
/// by several threads.
///
/// Each is a histogram of two halves: what comes goes into the newer one, both are counted, and the older is forgotten
/// when the newer is half a window old. Bounds of buckets grow by a fourth root of two, so that a quantile is at most a
/// fifth too late, and never too early.
final class FirstTokenTimes {

    private static final int BUCKETS_IN_DOUBLING = 4;
    /// The last one ends at 65 s.
    private static final int BUCKETS = 1 + 16 * BUCKETS_IN_DOUBLING;

    private static final double MILLIS_NANOS = 1e6;

    private record Kind(VariantId variant, String pool) {}

    private final Map<Kind, Recent> kinds = new ConcurrentHashMap<>();
    private final long halfNanos;
    private final int samplesMin;
    private final LongSupplier nanos;

    /// @param window over which times count, half of it at least
    /// @param samplesMin before which nothing is known
    /// @param nanos a clock that never goes back
    FirstTokenTimes(Duration window, int samplesMin, LongSupplier nanos) {
        this.halfNanos = window.toNanos() / 2;
        this.samplesMin = samplesMin;
        this.nanos = nanos;
    }

    void took(VariantId variant, String pool, Duration time) {
        kinds.computeIfAbsent(new Kind(variant, pool), _ -> new Recent(nanos.getAsLong()))
                .add(bucket(time), nanos.getAsLong());
    }

    /// The time within which this share of first tokens came; empty where too few were seen.
    Optional<Duration> quantile(VariantId variant, String pool, double share) {
        Recent recent = kinds.get(new Kind(variant, pool));
        return recent == null ? Optional.empty() : recent.quantile(share, nanos.getAsLong());
    }

    private static int bucket(Duration time) {
        double millis = time.toNanos() / MILLIS_NANOS;
        return millis <= 1
                ? 0
                : (int) Math.min(BUCKETS - 1, Math.ceil(BUCKETS_IN_DOUBLING * Math.log(millis) / Math.log(2)));
    }

    private static Duration bound(int bucket) {
        return Duration.ofNanos((long) (MILLIS_NANOS * Math.pow(2, (double) bucket / BUCKETS_IN_DOUBLING)));
    }

    /// The times of one variant in one pool.
    private final class Recent {

        private int[] newer = new int[BUCKETS];
        private int[] older = new int[BUCKETS];
        private long begun;

        Recent(long now) {
            begun = now;
        }

        synchronized void add(int bucket, long now) {
            forget(now);
            newer[bucket]++;
        }

        synchronized Optional<Duration> quantile(double share, long now) {
            forget(now);
            long all = 0;
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                all += newer[bucket] + older[bucket];
            }
            if (all < samplesMin) {
                return Optional.empty();
            }
            long within = 0;
            int bucket = 0;
            while (bucket < BUCKETS - 1) {
                within += newer[bucket] + older[bucket];
                if (within >= share * all) {
                    break;
                }
                bucket++;
            }
            return Optional.of(bound(bucket));
        }

        private void forget(long now) {
            long age = now - begun;
            if (age < halfNanos) {
                return;
            }
            older = age < 2 * halfNanos ? newer : new int[BUCKETS];
            newer = new int[BUCKETS];
            begun = now;
        }
    }
}
