package dev.cortado.router.decide;

import dev.cortado.router.estimate.UtilityEstimate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A candidate as policies compare it, be it of a request of this moment or of a stored decision.
///
/// @param name told apart from every other of its request
/// @param rankedCost likely cost with the price of congestion, in nano-USD
/// @param latency until a likely answer is whole; null where it could not be told
record Contender(
        String name,
        UtilityEstimate expected,
        Standing standing,
        double rankedCost,
        @Nullable Duration latency) {

    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);

    double utility() {
        return expected.mean();
    }

    /// Whether it could answer now, were more time no matter.
    ///
    /// @param isCostNoMatter whether more money is none either
    boolean canAnswer(boolean isCostNoMatter) {
        return switch (standing.obstacle()) {
            case NONE, SLOW -> standing.up();
            case TOO_DEAR -> standing.up() && isCostNoMatter;
            case NO_PRICE, DOWN, FULL, UNABLE, BARRED -> false;
        };
    }

    /// Whether it meets every wish and the floor.
    boolean isEligible(Floor floor) {
        return standing.obstacle() == Obstacle.NONE && floor.isReachedBy(expected);
    }

    /// Whether it meets every wish, but falls short of a utility that is only preferred.
    boolean isLastResort(Floor floor) {
        return standing.obstacle() == Obstacle.NONE && floor.isPreference() && !floor.isReachedBy(expected);
    }

    /// Only breaks ties.
    Duration latencyOrLongest() {
        Duration known = latency;
        return known == null ? LONGEST : known;
    }
}
