package dev.cortado.router.hold;

import java.time.Duration;

/// How much idle room the leases of a session may keep, so that a hold need not wait for accounting.
///
/// A lease aims at as much room as was held in the last one to two stretches, but never at more than a share of what
/// nobody has committed. Where that share would not cover a single hold the lease keeps nothing: at the edge of a cap
/// holds are exact.
///
/// @param stretch over which holds are counted
/// @param idleAfter how long room for one more hold is kept after the last one
/// @param sharePercent of what is free of a counter, that one lease may keep idle; 0 keeps nothing
/// @param renewAfter how long a renewal waits for others to travel with
/// @param reviewEvery how often idle room is looked at
/// @param recallPause how long a lease keeps nothing after it was recalled
/// @param ahead how long before a window begins its counter is leased at the earliest; at half of it at the latest
public record Slack(
        Duration stretch,
        Duration idleAfter,
        int sharePercent,
        Duration renewAfter,
        Duration reviewEvery,
        Duration recallPause,
        Duration ahead) {

    private static final int PERCENT = 100;

    /// Leases that grow by exactly each hold.
    public static final Slack NONE = new Slack(
            Duration.ofSeconds(1), Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    public Slack {
        if (sharePercent < 0 || sharePercent > PERCENT) {
            throw new IllegalArgumentException(
                    "the share of what is free must be 0 to 100 percent, not " + sharePercent);
        }
        if (stretch.isZero() || stretch.isNegative()) {
            throw new IllegalArgumentException("holds must be counted over some time, not " + stretch);
        }
    }

    boolean isNone() {
        return sharePercent == 0;
    }

    /// How long before its window a counter is leased: between half of `ahead` and the whole, by its id, so that not
    /// all tenants ask at once.
    Duration aheadOf(long counter) {
        long half = ahead.toNanos() / 2;
        long spread = half == 0 ? 0 : Math.floorMod(counter * 0x9E37_79B9_7F4A_7C15L, half);
        return Duration.ofNanos(half + spread);
    }
}
