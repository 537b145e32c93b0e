package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A way in which a request was, or would be, answered.
///
/// @param utility with its interval, which is the utility itself where none is known
/// @param utilityBasis provisional, calibrated or predicted
/// @param utilityCorrection what ratings added to that, in the utility and its interval already
/// @param cost likely
/// @param rankedCost the same with the price of congestion, by which it was ranked
/// @param latency until a likely answer is whole, null where it could not be told
/// @param excludedBecause empty where it met the wishes
/// @param place 1 for the choice, then its fallbacks: those that met the wishes, behind them those below a utility that
/// is only preferred; 0 for any other
/// @param dominatedBy one that beats it, or two whose mix does; empty for none
/// @param utilityThere what those are worth at its cost, null where there are none
public record Candidate(
        Place at,
        String lane,
        double utility,
        double utilityLow,
        double utilityHigh,
        String utilityBasis,
        double utilityCorrection,
        boolean utilityProvisional,
        NanoUsd cost,
        NanoUsd rankedCost,
        @Nullable Duration latency,
        String excludedBecause,
        boolean chosen,
        int place,
        List<Place> dominatedBy,
        @Nullable Double utilityThere) {

    public Candidate {
        dominatedBy = List.copyOf(dominatedBy);
    }

    /// A variant in a pool.
    public record Place(String variant, String pool) {}
}
