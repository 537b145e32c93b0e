package dev.cortado.router.learn;

import java.util.List;

/// A choice whose outcome is known: the rating of its answer, or what that cost.
///
/// @param expected outcome of each candidate, as predicted before the choice was made; a prediction that has seen the
///     outcome would make the doubly robust estimate too sure
/// @param chosen place of the candidate that was taken
/// @param propensity how likely it was to be taken, above 0
/// @param outcome what became of it
public record LoggedChoice(List<Double> expected, int chosen, double propensity, double outcome) {

    public LoggedChoice {
        expected = List.copyOf(expected);
        if (chosen < 0 || chosen >= expected.size()) {
            throw new IllegalArgumentException("no candidate " + chosen + " among " + expected.size());
        }
        if (!(propensity > 0 && propensity <= 1) || !Double.isFinite(outcome)) {
            throw new IllegalArgumentException(
                    "a propensity above 0 to 1 and an outcome, not " + propensity + " and " + outcome);
        }
    }
}
