package dev.cortado.router.learn;

import java.util.List;

/// A choice that was rated.
///
/// @param utilities predicted of each candidate before the choice was rated; a prediction that has seen the rating
/// would
///     make the doubly robust estimate too sure
/// @param chosen place of the candidate that was taken
/// @param propensity how likely it was to be taken, above 0
/// @param score its rating, 0..1
public record LoggedChoice(List<Double> utilities, int chosen, double propensity, double score) {

    public LoggedChoice {
        utilities = List.copyOf(utilities);
        if (chosen < 0 || chosen >= utilities.size()) {
            throw new IllegalArgumentException("no candidate " + chosen + " among " + utilities.size());
        }
        if (!(propensity > 0 && propensity <= 1) || !(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException(
                    "a propensity above 0 to 1 and a score of 0 to 1, not " + propensity + " and " + score);
        }
    }
}
