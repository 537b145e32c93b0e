package dev.cortado.router.learn;

import java.util.random.RandomGenerator;

/// A floor of random choices, so that what is never preferred is rated now and then all the same, and so that a log of
/// choices can tell what others would have brought.
///
/// @param floor share of requests that take any candidate that meets their wishes, 0..1
public record Exploration(double floor) {

    public Exploration {
        if (!(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("a share is 0 to 1, not " + floor);
        }
    }

    /// @param candidate its place
    /// @param propensity how likely it was to be taken, above 0
    public record Pick(int candidate, double propensity) {}

    /// @param candidates how many meet the request's wishes
    /// @param preferred the place of the one that would be taken without exploration
    public Pick pick(int candidates, int preferred, RandomGenerator random) {
        if (preferred < 0 || preferred >= candidates) {
            throw new IllegalArgumentException("no candidate " + preferred + " among " + candidates);
        }
        int picked = random.nextDouble() < floor ? random.nextInt(candidates) : preferred;
        double anyway = floor / candidates;
        return new Pick(picked, picked == preferred ? 1 - floor + anyway : anyway);
    }
}
