package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import org.jspecify.annotations.Nullable;

/// What part a decision had in a trial.
///
/// @param trial its name
/// @param unit whose requests are in one arm together
/// @param wouldTake what the shadow would have chosen; null in the other arms, and where nothing met its floor
public record InTrial(
        String trial, Arm arm, TrialUnit unit, @Nullable WouldTake wouldTake) {

    /// Which policy decided.
    public enum Arm {
        /// The usual one, beside requests that the other decided.
        CONTROL,
        /// The other one.
        TRIAL,
        /// The usual one, and the other said what it would have chosen.
        SHADOW
    }

    /// @param utility expected of it
    /// @param cost likely
    public record WouldTake(VariantId variant, PoolId pool, double utility, NanoUsd cost) {

        static WouldTake of(Considered candidate) {
            return new WouldTake(candidate.variant(), candidate.pool(), candidate.utility(), candidate.cost());
        }
    }
}
