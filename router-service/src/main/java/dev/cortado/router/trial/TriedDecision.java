package dev.cortado.router.trial;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.decide.InTrial;
import org.jspecify.annotations.Nullable;

/// An answered request of a trial.
///
/// @param variant that was chosen
/// @param pool that was chosen
/// @param utility expected of that
/// @param likelyCostUsd of that, when it was chosen
/// @param chargedUsd for all attempts
/// @param score mean of what its raters told, once each, 0..1; null where nobody rated it
public record TriedDecision(
        InTrial part,
        VariantId variant,
        PoolId pool,
        double utility,
        double likelyCostUsd,
        double chargedUsd,
        @Nullable Double score) {

    boolean isWhat(InTrial.WouldTake instead) {
        return variant.equals(instead.variant()) && pool.equals(instead.pool());
    }
}
