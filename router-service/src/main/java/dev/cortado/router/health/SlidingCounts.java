package dev.cortado.router.health;

import java.time.Duration;
import java.util.Arrays;

/// Attempts and failures of a window that slides in tenths of itself.
final class SlidingCounts {

    private static final int BUCKETS = 10;

    private final long bucketNanos;
    private final int[] attempts = new int[BUCKETS];
    private final int[] failures = new int[BUCKETS];
    private long startNanos;
    private int current;

    SlidingCounts(Duration window, long now) {
        bucketNanos = Math.max(1, window.toNanos() / BUCKETS);
        startNanos = now;
    }

    void add(boolean failed, long now) {
        slide(now);
        attempts[current]++;
        if (failed) {
            failures[current]++;
        }
    }

    int attempts(long now) {
        slide(now);
        return Arrays.stream(attempts).sum();
    }

    int failures(long now) {
        slide(now);
        return Arrays.stream(failures).sum();
    }

    void clear() {
        Arrays.fill(attempts, 0);
        Arrays.fill(failures, 0);
    }

    private void slide(long now) {
        long passed = Math.max(0, (now - startNanos) / bucketNanos);
        for (long i = 0; i < Math.min(passed, BUCKETS); i++) {
            current = (current + 1) % BUCKETS;
            attempts[current] = 0;
            failures[current] = 0;
        }
        startNanos += passed * bucketNanos;
    }
}
