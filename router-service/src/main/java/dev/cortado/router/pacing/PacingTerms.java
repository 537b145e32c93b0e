package dev.cortado.router.pacing;

import java.time.Duration;

/// How budgets are paced.
///
/// @param windowRequests that the price is solved from: the weights of all seen sum to this in the long run
/// @param endlessHorizon how long the money of a limit that never renews is to last, at any moment
public record PacingTerms(int windowRequests, Duration endlessHorizon) {

    private static final int WINDOW_MIN = 2;

    public PacingTerms {
        if (windowRequests < WINDOW_MIN) {
            throw new IllegalArgumentException("a window of at least " + WINDOW_MIN + ", not " + windowRequests);
        }
        if (endlessHorizon.isNegative() || endlessHorizon.isZero()) {
            throw new IllegalArgumentException("money lasts for some time, not " + endlessHorizon);
        }
    }
}
