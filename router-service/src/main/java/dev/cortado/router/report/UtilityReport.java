package dev.cortado.router.report;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.frontier.Stop;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What a tenant's money bought in a span of time.
///
/// Utility is that which was expected of each answer when it was chosen. Charged cost is what was paid. To compare with
/// what might have been, likely cost is used on both sides: what each candidate was expected to cost when the request
/// was decided. All of it is of the requests that were answered, the newest ones where there are more than a report
/// reads.
///
/// @param truncated whether there were more
/// @param provisional whether some utilities were not measured
/// @param total of all
/// @param here mean likely cost in USD and mean utility of a request, as it was chosen
/// @param alwaysBest the same, had each request gone to its most useful candidate
/// @param curve the same for each rate at which the router might stop on each request's own hull, from the cheapest on
/// @param knee of the curve: the point past which more spending stopped paying; empty without a choice
/// @param byVariant in order of cost, the dearest first
/// @param byDay days in UTC, in order
public record UtilityReport(
        boolean truncated,
        boolean provisional,
        Sum total,
        Offer here,
        Offer alwaysBest,
        List<Offer> curve,
        Optional<Stop> knee,
        SequencedMap<VariantId, Sum> byVariant,
        SequencedMap<LocalDate, Sum> byDay) {

    public UtilityReport {
        curve = List.copyOf(curve);
    }

    /// The likely cost saved against always taking the most useful, as a share of that; 0 where nothing was asked.
    public double savedShare() {
        return alwaysBest.cost() > 0 ? 1 - here.cost() / alwaysBest.cost() : 0;
    }

    /// Utility a USD charged; 0 where nothing was charged.
    public double utilityPerUsd() {
        return total.cost().nanos() > 0 ? total.utility() * 1e9 / total.cost().nanos() : 0;
    }

    /// Utility a thousand tokens; 0 where none were used.
    public double utilityPerThousandTokens() {
        return total.tokens() > 0 ? total.utility() * 1_000 / total.tokens() : 0;
    }
}
