package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.estimate.Estimates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Chooses among the candidates that meet the wishes, by the policy that the request names or its default: where it
/// demands a utility the cheapest that reaches it, else the knee of the frontier.
///
/// A pure function of the request, what is expected of answers to its prompt, the candidates with what their nodes
/// report, and the terms of the tenant's money. The budget only orders (what surely fits goes first): it is a view
/// of a moment ago, and may not refuse.
public final class Decide {

    /// Every node streams, so that none has to say so.
    private static final String STREAM = "stream";
    private static final String SEVERAL = "n";

    private final PolicyDefaults defaults;

    public Decide(PolicyDefaults defaults) {
        this.defaults = defaults;
    }

    /// @param estimates of this request's prompt
    public Choice decide(
            Wishes wishes, Estimates estimates, Catalogue catalogue, List<Candidate> candidates, Terms terms) {
        if (catalogue.named(wishes.model(), wishes.task()).isEmpty()) {
            return new Choice.UnknownModel(catalogue.models());
        }
        if (wishes.lane() == Lane.BATCH) {
            return new Choice.Unsupported("lane batch is not served yet", List.of());
        }
        List<Weighed> weighed = candidates.stream()
                .filter(Candidate::poolServesLane)
                .map(candidate -> Weighed.of(wishes, estimates, candidate))
                .toList();
        if (weighed.isEmpty()) {
            return new Choice.Unsupported("no pool runs model '" + wishes.model() + "' in this lane", List.of());
        }
        return choose(wishes, weighed, policy(wishes, weighed, terms), terms);
    }

    private Policy policy(Wishes wishes, List<Weighed> weighed, Terms terms) {
        List<Weighed> priced = keep(weighed, candidate -> candidate.shown() != null);
        StopRate rate = StopRate.of(terms, priced, wishes.task());
        boolean moneyIsShort = rate.source() == StopRate.Source.SHADOW_PRICE;
        Floor floor = Floor.of(wishes, weighed, defaults.utilityMin(), moneyIsShort);
        return switch (name(wishes)) {
            case CHEAPEST_SUFFICIENT -> new Policy.CheapestSufficient(floor);
            case KNEE -> new Policy.Knee(floor, rate);
            case BEST_WITHIN_COST -> new Policy.BestWithinCost(floor);
            case FIXED -> new Policy.Fixed(floor, wishes.model());
        };
    }

    private Policy.Name name(Wishes wishes) {
        Policy.Name wished = wishes.policy();
        if (wished != null) {
            return wished;
        }
        if (wishes.utilityMin() != null) {
            return Policy.Name.CHEAPEST_SUFFICIENT;
        }
        return wishes.model().equals(Catalogue.AUTO) ? defaults.auto() : Policy.Name.FIXED;
    }

    private Choice choose(Wishes wishes, List<Weighed> weighed, Policy policy, Terms terms) {
        Floor floor = policy.floor();
        List<Considered> considered = new ArrayList<>();
        List<Weighed> eligible = new ArrayList<>();
        for (Weighed candidate : weighed) {
            String excluded = excludedBecause(wishes, floor, candidate);
            considered.add(candidate.considered(excluded));
            if (excluded.isEmpty()) {
                eligible.add(candidate);
            }
        }
        if (eligible.isEmpty()) {
            return whyNone(wishes, weighed, floor);
        }
        List<Option> options = new ArrayList<>(eligible.size());
        for (Weighed each : new Ranking(weighed, terms, wishes.task(), defaults.congestion()).order(policy, eligible)) {
            each.usable().ifPresent(options::add);
        }
        return new Choice.Chosen(options, considered, policy);
    }

    private static String excludedBecause(Wishes wishes, Floor floor, Weighed candidate) {
        if (candidate.utility() < floor.utility()) {
            return "below utility " + floor.utility();
        }
        if (candidate.candidate().prices() == null) {
            return "no price";
        }
        if (!candidate.isWithin(wishes.costMax())) {
            return "over the cost ceiling";
        }
        if (!candidate.isUp()) {
            return "no node up";
        }
        if (candidate.usable().isEmpty()) {
            return "every node full";
        }
        if (!candidate.isWithin(wishes.latencyMax())) {
            return "slower than the latency limit";
        }
        Set<String> missing = missing(wishes, candidate);
        return missing.isEmpty() ? "" : "lacks " + String.join(", ", missing);
    }

    /// The first wish, in the order in which they bind, that leaves nothing.
    private static Choice whyNone(Wishes wishes, List<Weighed> weighed, Floor floor) {
        List<Weighed> useful = keep(weighed, candidate -> candidate.utility() >= floor.utility());
        if (useful.isEmpty()) {
            double reachable = best(keep(weighed, candidate -> candidate.isWithin(wishes.costMax())));
            return new Choice.UtilityUnreachable(
                    reachable, "no variant of '" + wishes.model() + "' reaches utility " + floor.utility());
        }
        List<Weighed> priced = keep(useful, candidate -> candidate.shown() != null);
        if (priced.isEmpty()) {
            return new Choice.UnknownPrice("the price book has no price for '" + wishes.model() + "'");
        }
        List<Weighed> affordable = keep(priced, candidate -> candidate.isWithin(wishes.costMax()));
        if (affordable.isEmpty()) {
            NanoUsd feasible = priced.stream()
                    .map(Weighed::shown)
                    .filter(java.util.Objects::nonNull)
                    .map(Estimate::costSufficient)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            return new Choice.CostUnreachable(
                    feasible, best(keep(weighed, candidate -> candidate.isWithin(wishes.costMax()))));
        }
        List<Weighed> placed = keep(affordable, candidate -> candidate.usable().isPresent());
        if (placed.isEmpty()) {
            boolean up = affordable.stream().anyMatch(Weighed::isUp);
            return new Choice.NoNode(up ? "every node that could answer is full" : "no node that could answer is up");
        }
        List<Weighed> soonEnough = keep(placed, candidate -> candidate.isWithin(wishes.latencyMax()));
        if (soonEnough.isEmpty()) {
            return new Choice.UtilityUnreachable(
                    best(keep(
                            weighed,
                            candidate -> candidate.usable().isPresent() && candidate.isWithin(wishes.latencyMax()))),
                    "nothing that meets the other wishes answers within the latency limit now");
        }
        return unsupported(wishes, soonEnough);
    }

    /// Names what every candidate lacks, or, where each lacks something else, all that any of them lacks.
    private static Choice unsupported(Wishes wishes, List<Weighed> candidates) {
        Set<String> lackedByAll = new TreeSet<>(missing(wishes, candidates.getFirst()));
        Set<String> lackedByAny = new TreeSet<>();
        for (Weighed candidate : candidates) {
            Set<String> missing = missing(wishes, candidate);
            lackedByAll.retainAll(missing);
            lackedByAny.addAll(missing);
        }
        Set<String> named = lackedByAll.isEmpty() ? lackedByAny : lackedByAll;
        return new Choice.Unsupported(
                "no variant that meets the wishes is capable of "
                        + (lackedByAll.isEmpty() ? "all of " : "")
                        + String.join(", ", named),
                List.copyOf(named));
    }

    private static Set<String> missing(Wishes wishes, Weighed candidate) {
        Set<String> missing = new HashSet<>(wishes.capabilities());
        missing.remove(STREAM);
        candidate
                .usable()
                .flatMap(option -> option.node().load(option.variant().id()))
                .ifPresent(load -> {
                    missing.removeAll(load.capabilities());
                    if (wishes.choices() > load.occupancy().slots()) {
                        missing.add(SEVERAL);
                    }
                });
        return missing;
    }

    private static double best(List<Weighed> candidates) {
        return candidates.stream().mapToDouble(Weighed::utility).max().orElse(0);
    }

    private static List<Weighed> keep(List<Weighed> candidates, Predicate<Weighed> which) {
        return candidates.stream().filter(which).toList();
    }
}
