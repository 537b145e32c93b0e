package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.estimate.UtilityEstimate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A candidate as the decision saw it, for the explanation.
///
/// @param expected utility of its answer to this prompt
/// @param cost likely cost; zero where it could not be told
/// @param rankedCost the same with the price of congestion, by which it was ranked
/// @param latency until a likely answer is whole; null where it could not be told
/// @param place 1 for the choice, then its fallbacks: those that met the wishes, behind them those below a utility
/// that is only preferred; 0 for any other
/// @param excludedBecause empty where it met the wishes
/// @param standing null where an older router stored it, or nothing is known of it
public record Considered(
        VariantId variant,
        PoolId pool,
        Lane lane,
        UtilityEstimate expected,
        NanoUsd cost,
        NanoUsd rankedCost,
        @Nullable Duration latency,
        int place,
        String excludedBecause,
        @Nullable Standing standing) {

    /// One whose standing is not known.
    public Considered(
            VariantId variant,
            PoolId pool,
            Lane lane,
            UtilityEstimate expected,
            NanoUsd cost,
            NanoUsd rankedCost,
            @Nullable Duration latency,
            int place,
            String excludedBecause) {
        this(variant, pool, lane, expected, cost, rankedCost, latency, place, excludedBecause, null);
    }

    /// Why a candidate is out that nothing but a higher ceiling would bring in.
    static final String TOO_DEAR = "over the cost ceiling";

    /// How a candidate is told apart from every other one of its request.
    public String name() {
        return variant.value() + "@" + pool.value();
    }

    /// As it stands once the candidate of this place was taken before all others.
    Considered onceTaken(int taken) {
        if (place == 0 || place > taken) {
            return this;
        }
        int to = place == taken ? 1 : place + 1;
        return new Considered(variant, pool, lane, expected, cost, rankedCost, latency, to, excludedBecause, standing);
    }

    /// The mean of what is expected, 0..1.
    public double utility() {
        return expected.mean();
    }

    public boolean utilityProvisional() {
        return expected.isProvisional();
    }

    public boolean eligible() {
        return excludedBecause.isEmpty();
    }

    /// Whether nothing kept it from being taken, but perhaps the utility that was asked for.
    public boolean isFree() {
        return standing != null && standing.obstacle() == Obstacle.NONE;
    }

    /// Whether it is never taken, whatever it is worth and costs.
    public boolean isBarred() {
        return excludedBecause.equals(Bar.NOT_ALLOWED) || excludedBecause.startsWith(Bar.OUTSIDE);
    }

    /// Whether it meets every wish but the cost ceiling.
    public boolean isOnlyTooDear() {
        return excludedBecause.equals(TOO_DEAR);
    }
}
