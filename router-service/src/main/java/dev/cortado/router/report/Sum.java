package dev.cortado.router.report;

import dev.cortado.contracts.unit.NanoUsd;

/// What several answered requests came to together.
///
/// @param requests without verifications of their answers, whose cost and tokens are counted
/// @param utility expected of the answers, summed: each 0..1
/// @param cost charged
/// @param tokens prompt and completion
public record Sum(long requests, double utility, NanoUsd cost, long tokens) {

    static final Sum NOTHING = new Sum(0, 0, NanoUsd.ZERO, 0);

    Sum plus(Bought bought, double expected) {
        return new Sum(
                requests + (bought.verification() ? 0 : 1),
                utility + expected,
                cost.plus(bought.charged()),
                tokens + bought.promptTokens() + bought.completionTokens());
    }
}
