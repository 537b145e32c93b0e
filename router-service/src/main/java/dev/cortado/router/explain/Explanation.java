package dev.cortado.router.explain;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Grounds;
import dev.cortado.router.frontier.Dominated;
import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The frontier of one request, reckoned from its candidates and its grounds, so that a stored decision explains itself
/// by the figures that it was made with. The frontier is of the candidates that met every wish, at the costs that they
/// were ranked by.
///
/// @param hull from the cheapest to the most useful
/// @param beaten those off the hull
/// @param knee where the grounds' rate stops, whatever the policy; empty where nothing met the wishes
/// @param ordered the choice, then its fallbacks
/// @param more what more money would have bought beyond the choice; empty where nothing is better
public record Explanation(
        List<Considered> hull,
        List<Beaten> beaten,
        Optional<Considered> knee,
        List<Considered> ordered,
        Optional<Step> more) {

    public Explanation {
        hull = List.copyOf(hull);
        beaten = List.copyOf(beaten);
        ordered = List.copyOf(ordered);
    }

    /// A candidate that nobody need take.
    ///
    /// @param by one that costs no more and is worth no less; or two, a mix of which is worth more at its cost
    /// @param utilityThere what they are worth at its cost
    public record Beaten(Considered candidate, List<Considered> by, double utilityThere) {
        public Beaten {
            by = List.copyOf(by);
        }
    }

    /// A step up from the choice.
    ///
    /// @param utilityPerUsd what one more dollar buys on the way there
    public record Step(Considered to, double utilityGain, NanoUsd costIncrease, double utilityPerUsd) {}

    public static Explanation of(Grounds grounds, List<Considered> considered) {
        List<Considered> eligible =
                considered.stream().filter(Considered::eligible).toList();
        List<Considered> ordered = considered.stream()
                .filter(each -> each.place() > 0)
                .sorted(Comparator.comparingInt(Considered::place))
                .toList();
        if (eligible.isEmpty()) {
            return new Explanation(List.of(), List.of(), Optional.empty(), ordered, Optional.empty());
        }
        Map<String, Considered> byName = new HashMap<>();
        eligible.forEach(each -> byName.put(each.name(), each));
        Frontier frontier =
                Frontier.of(eligible.stream().map(Explanation::offer).toList());
        return new Explanation(
                named(frontier.hull(), byName),
                frontier.dominated().stream().map(each -> beaten(each, byName)).toList(),
                Optional.of(named(frontier.stop(grounds.rate().utilityPerUsd()).knee(), byName)),
                ordered,
                ordered.stream().findFirst().flatMap(choice -> more(choice, considered)));
    }

    /// The steepest way up from the choice, also to what only the request's own ceiling kept out.
    private static Optional<Step> more(Considered choice, List<Considered> considered) {
        List<Step> steps = new ArrayList<>();
        for (Considered each : considered) {
            double gain = each.utility() - choice.utility();
            NanoUsd increase = each.cost().minus(choice.cost());
            if ((each.eligible() || each.isOnlyTooDear()) && gain > 0 && increase.nanos() > 0) {
                steps.add(new Step(each, gain, increase, gain / usd(increase)));
            }
        }
        return steps.stream().max(Comparator.comparingDouble(Step::utilityPerUsd));
    }

    private static Beaten beaten(Dominated dominated, Map<String, Considered> byName) {
        return new Beaten(named(dominated.offer(), byName), named(dominated.by(), byName), dominated.utilityThere());
    }

    private static List<Considered> named(List<Offer> offers, Map<String, Considered> byName) {
        return offers.stream().map(offer -> named(offer, byName)).toList();
    }

    private static Considered named(Offer offer, Map<String, Considered> byName) {
        return Objects.requireNonNull(byName.get(offer.name()));
    }

    private static Offer offer(Considered each) {
        return new Offer(each.name(), usd(each.rankedCost()), each.utility());
    }

    private static double usd(NanoUsd amount) {
        return amount.nanos() / 1e9;
    }
}
