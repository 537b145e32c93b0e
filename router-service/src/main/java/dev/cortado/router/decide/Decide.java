package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.hold.BudgetView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Chooses: of the candidates that meet the wishes, the cheapest by likely cost.
///
/// A pure function of the request, what is expected of answers to its prompt, the candidates with what their nodes
/// report, and the budget as last seen. The budget
/// only orders (what surely fits goes first): it is a view of a moment ago, and may not refuse.
public final class Decide {

    /// Every node streams, so that none has to say so.
    private static final String STREAM = "stream";
    private static final String SEVERAL = "n";

    private final double utilityMinDefault;

    /// @param utilityMinDefault what `auto` demands where the client demands nothing, 0..1. It is a preference: if no
    ///     node of any variant that reaches it is up, the best that is up answers.
    public Decide(double utilityMinDefault) {
        this.utilityMinDefault = utilityMinDefault;
    }

    /// @param estimates of this request's prompt
    public Choice decide(
            Wishes wishes, Estimates estimates, Catalogue catalogue, List<Candidate> candidates, BudgetView budget) {
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
        return choose(wishes, weighed, demand(wishes, weighed), budget);
    }

    /// The utility demanded, and whether by the router's default.
    private record Demand(double utility, String policy) {}

    private Demand demand(Wishes wishes, List<Weighed> weighed) {
        Double named = wishes.utilityMin();
        if (named != null) {
            return new Demand(named, "cheapest that reaches utility " + named);
        }
        if (!wishes.model().equals(Catalogue.AUTO)) {
            return new Demand(0, "as named");
        }
        boolean reachableNow =
                weighed.stream().anyMatch(candidate -> candidate.isUp() && candidate.utility() >= utilityMinDefault);
        if (reachableNow) {
            return new Demand(utilityMinDefault, "cheapest that reaches the default utility " + utilityMinDefault);
        }
        double best = weighed.stream()
                .filter(Weighed::isUp)
                .mapToDouble(Weighed::utility)
                .max()
                .orElse(utilityMinDefault);
        return new Demand(
                Math.min(best, utilityMinDefault), "best that is up, below the default utility " + utilityMinDefault);
    }

    private static Choice choose(Wishes wishes, List<Weighed> weighed, Demand demand, BudgetView budget) {
        List<Considered> considered = new ArrayList<>();
        List<Option> options = new ArrayList<>();
        for (Weighed candidate : weighed) {
            String excluded = excludedBecause(wishes, demand, candidate);
            considered.add(candidate.considered(excluded));
            if (excluded.isEmpty()) {
                candidate.usable().ifPresent(options::add);
            }
        }
        if (options.isEmpty()) {
            return whyNone(wishes, weighed, demand);
        }
        options.sort(Comparator.comparing((Option option) -> !fits(option, budget))
                .thenComparing(option -> option.estimate().cost())
                .thenComparing(option -> option.estimate().latency()));
        return new Choice.Chosen(options, considered, demand.policy());
    }

    private static String excludedBecause(Wishes wishes, Demand demand, Weighed candidate) {
        if (candidate.utility() < demand.utility()) {
            return "below utility " + demand.utility();
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
    private static Choice whyNone(Wishes wishes, List<Weighed> weighed, Demand demand) {
        List<Weighed> useful = keep(weighed, candidate -> candidate.utility() >= demand.utility());
        if (useful.isEmpty()) {
            double reachable = best(keep(weighed, candidate -> candidate.isWithin(wishes.costMax())));
            return new Choice.UtilityUnreachable(
                    reachable, "no variant of '" + wishes.model() + "' reaches utility " + demand.utility());
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

    private static boolean fits(Option option, BudgetView budget) {
        return switch (budget) {
            case BudgetView.Unlimited _ -> true;
            case BudgetView.Limited limited -> option.estimate().hold().want().compareTo(limited.remaining()) <= 0;
        };
    }

    private static double best(List<Weighed> candidates) {
        return candidates.stream().mapToDouble(Weighed::utility).max().orElse(0);
    }

    private static List<Weighed> keep(List<Weighed> candidates, Predicate<Weighed> which) {
        return candidates.stream().filter(which).toList();
    }
}
