package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.route.Candidate.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The candidates that met a request's wishes as utility over cost, and where the choice stands there.
///
/// @param floorSource who set the floor: none, request, default or best-up
/// @param stopUtilityPerUsd what a step up the hull had to bring
/// @param stopSource shadow-price, exchange-rate or table
/// @param exchangePerUtility what a whole utility is worth to the tenant, null where nobody said
/// @param hull from the cheapest to the most useful
/// @param knee null where nothing met the wishes
/// @param chosen the same
/// @param explored chance chose; the policy's own choice is the first fallback
/// @param propensity how likely the choice was, above 0 to 1
/// @param cascaded the choice is asked first because its answer is checked; the policy's own is the first fallback
/// @param trial what part the decision had in a trial of another policy, null where it had none
/// @param more what more money would have bought, null where nothing is better
public record Frontier(
        String policy,
        double utilityFloor,
        String floorSource,
        double stopUtilityPerUsd,
        String stopSource,
        double shadowPriceUtilityPerUsd,
        @Nullable NanoUsd exchangePerUtility,
        List<Place> hull,
        @Nullable Place knee,
        @Nullable Place chosen,
        List<Place> fallbacks,
        boolean explored,
        double propensity,
        boolean cascaded,
        @Nullable Part trial,
        @Nullable Step more) {

    public Frontier {
        hull = List.copyOf(hull);
        fallbacks = List.copyOf(fallbacks);
    }

    /// @param name of the trial
    /// @param arm control, trial or shadow
    /// @param wouldTake what the shadow would have chosen, null in the other arms and where nothing met its floor
    /// @param wouldUtility expected of that
    /// @param wouldCost of that, likely
    public record Part(String name, String arm, @Nullable Place wouldTake, double wouldUtility, NanoUsd wouldCost) {}

    /// @param utilityPerUsd what one more dollar buys on the way there
    public record Step(Place to, double utilityGain, NanoUsd costIncrease, double utilityPerUsd) {}
}
