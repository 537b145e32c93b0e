package dev.cortado.router.estimate;

import dev.cortado.contracts.unit.TokenCount;
import org.jspecify.annotations.Nullable;

/// What a predictor expects of a variant's answer to one prompt.
///
/// @param familiar how much the prompt is like those that were learnt from, 0..1
/// @param tokens of the answer, if its length is predicted
public record Expectation(
        UtilityEstimate utility, double familiar, @Nullable Double tokens) {

    /// What nine in ten of the prompts that were learnt from have at least.
    private static final double FAMILIAR_FROM = .5;

    /// By which a whole number of tokens may be missed before the next one is taken.
    private static final double ROUNDING = 1e-6;

    /// Completion tokens: what is predicted where the prompt is as familiar as nine in ten of those that were
    /// learnt from, the typical number where it is a stranger, and between them on the line between their
    /// logarithms. Those prompts ask for short answers, and say nothing of a request for a long one.
    TokenCount completion(TokenCount typical) {
        if (tokens == null) {
            return typical;
        }
        double share = Math.min(1, familiar / FAMILIAR_FROM);
        double logarithm = share * Math.log1p(tokens) + (1 - share) * Math.log1p((double) typical.count());
        return TokenCount.of(Math.max(1, (long) Math.ceil(Math.expm1(logarithm) - ROUNDING)));
    }
}
