package dev.cortado.router.health;

import java.time.Duration;

/// When a node is left out, and for how long.
///
/// @param failuresInRow failed attempts, with none that succeeded between, that eject a node
/// @param window over which the share of failures is counted
/// @param attemptsMin decided attempts within the window before their share says anything
/// @param failureSharePercent of the window's attempts that eject a node
/// @param ejectedFirst how long the first ejection lasts; each that follows, twice as long
/// @param ejectedMax how long one lasts at most; as long without one, and the next is a first one again
/// @param ejectedSharePercent of the nodes that serve a variant, rounded down, that may be left out at once
/// @param probeWithin how long the outcome of one attempt is waited for before another may be the probe
public record HealthLimits(
        int failuresInRow,
        Duration window,
        int attemptsMin,
        int failureSharePercent,
        Duration ejectedFirst,
        Duration ejectedMax,
        int ejectedSharePercent,
        Duration probeWithin) {

    private static final int ALL_PERCENT = 100;

    public HealthLimits {
        if (failuresInRow < 1 || attemptsMin < 1) {
            throw new IllegalArgumentException("failures in a row and attempts must be at least 1");
        }
        if (failureSharePercent < 1 || failureSharePercent > ALL_PERCENT) {
            throw new IllegalArgumentException("failure share must be 1 to 100 percent, not " + failureSharePercent);
        }
        if (ejectedSharePercent < 0 || ejectedSharePercent >= ALL_PERCENT) {
            throw new IllegalArgumentException("ejected share must be 0 to 99 percent, not " + ejectedSharePercent);
        }
        if (!window.isPositive() || !ejectedFirst.isPositive() || !probeWithin.isPositive()) {
            throw new IllegalArgumentException("window, first ejection and probe's time must be positive");
        }
        if (ejectedMax.compareTo(ejectedFirst) < 0) {
            throw new IllegalArgumentException("the longest ejection must not be shorter than the first");
        }
    }

    /// How many of so many nodes may be left out at once: never all.
    public int ejectedMax(int nodes) {
        return (int) ((long) nodes * ejectedSharePercent / ALL_PERCENT);
    }

    /// How long the ejection lasts that follows on so many.
    ///
    /// @param before ejections in a row, 0 for a first one
    Duration ejection(int before) {
        Duration length = ejectedFirst;
        for (int i = 0; i < before && length.compareTo(ejectedMax) < 0; i++) {
            length = length.multipliedBy(2);
        }
        return length.compareTo(ejectedMax) < 0 ? length : ejectedMax;
    }

    boolean isTooMany(int failures, int attempts) {
        return attempts >= attemptsMin && (long) failures * ALL_PERCENT >= (long) attempts * failureSharePercent;
    }
}
