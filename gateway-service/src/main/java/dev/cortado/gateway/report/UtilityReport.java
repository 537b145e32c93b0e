package dev.cortado.gateway.report;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a tenant's money bought in a span of time. Utility is that which was expected of each answer when it was
/// chosen.
///
/// @param truncated whether only the newest requests of the span were read
/// @param provisional whether some utilities are not measured
/// @param total of all answered requests
/// @param here a request's mean likely cost and utility, as it was chosen
/// @param alwaysBest the same, had each request gone to its most useful candidate
/// @param curve the same for every rate at which the router might have stopped, from the cheapest on
/// @param knee of the curve: the point past which more spending stopped paying; null without a choice
/// @param before utility a USD of the step to the knee, null at the beginning
/// @param after of the step after it, null at the end
/// @param variants the dearest first
/// @param days in UTC, in order
public record UtilityReport(
        ReportSpan span,
        boolean truncated,
        boolean provisional,
        Sum total,
        Point here,
        Point alwaysBest,
        List<Point> curve,
        @Nullable Point knee,
        @Nullable Double before,
        @Nullable Double after,
        List<OfVariant> variants,
        List<OfDay> days) {

    private static final double NANOS_A_USD = 1e9;

    public UtilityReport {
        curve = List.copyOf(curve);
        variants = List.copyOf(variants);
        days = List.copyOf(days);
    }

    /// Several answered requests together.
    ///
    /// @param utility expected, summed
    /// @param cost charged
    /// @param tokens prompt and completion
    public record Sum(long requests, double utility, NanoUsd cost, long tokens) {}

    /// Means of a request.
    ///
    /// @param costUsd as it was likely when requests were decided
    public record Point(double costUsd, double utility) {}

    public record OfVariant(String variant, Sum sum) {}

    public record OfDay(LocalDate day, Sum sum) {}

    /// The likely cost saved against always taking the most useful, as a share of that.
    public double savedShare() {
        return alwaysBest.costUsd() > 0 ? 1 - here.costUsd() / alwaysBest.costUsd() : 0;
    }

    /// The utility given up for it, as a share.
    public double forgoneShare() {
        return alwaysBest.utility() > 0 ? 1 - here.utility() / alwaysBest.utility() : 0;
    }

    /// Of what was charged; 0 where nothing was.
    public double utilityPerUsd() {
        return total.cost().nanos() > 0
                ? total.utility() * NANOS_A_USD / total.cost().nanos()
                : 0;
    }

    public double utilityPerThousandTokens() {
        return total.tokens() > 0 ? total.utility() * 1_000 / total.tokens() : 0;
    }
}
