package dev.cortado.accounting.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses that double from the least to the most, each shortened at random by up to a half, so that what failed
/// together does not come again together.
public record Backoff(Duration least, Duration most) {

    private static final int DOUBLINGS_MAX = 30;

    public Backoff {
        if (least.isNegative() || least.isZero() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "a back-off goes from a positive pause up, not " + least + " to " + most);
        }
    }

    /// @param failures how often it failed so far, from 1
    public Duration after(int failures, RandomGenerator random) {
        int doublings = Math.clamp(failures - 1L, 0, DOUBLINGS_MAX);
        long millis = least.toMillis();
        for (int i = 0; i < doublings && millis < most.toMillis(); i++) {
            millis *= 2;
        }
        long whole = Math.max(1, Math.min(millis, most.toMillis()));
        return Duration.ofMillis(whole - random.nextLong(whole / 2 + 1));
    }
}
