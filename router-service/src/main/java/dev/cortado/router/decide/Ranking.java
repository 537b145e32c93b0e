package dev.cortado.router.decide;

import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Puts candidates that meet the wishes in the order in which to take them: the first is the choice, the others are
/// what follows where those before find no room or fail.
///
/// What surely fits into the budget goes first. A candidate counts at its likely cost times `1 + congestion × load`: of
/// pools that cost the same the idler one is taken, and a dearer one where the cheaper is crowded enough.
final class Ranking {

    private final List<Weighed> all;
    private final Terms terms;
    private final String task;
    private final double congestion;

    /// @param all every candidate, met or not
    /// @param task of the request, empty for none
    Ranking(List<Weighed> all, Terms terms, String task, double congestion) {
        this.all = all;
        this.terms = terms;
        this.task = task;
        this.congestion = congestion;
    }

    /// @param eligible each with a usable option
    List<Weighed> order(Policy policy, List<Weighed> eligible) {
        List<Weighed> fitting = new ArrayList<>();
        List<Weighed> others = new ArrayList<>();
        for (Weighed each : eligible) {
            (fits(each) ? fitting : others).add(each);
        }
        List<Weighed> ordered = new ArrayList<>(eligible.size());
        ordered.addAll(ofOneKind(policy, fitting));
        ordered.addAll(ofOneKind(policy, others));
        return ordered;
    }

    private List<Weighed> ofOneKind(Policy policy, List<Weighed> eligible) {
        return switch (policy) {
            case Policy.CheapestSufficient _, Policy.Fixed _ ->
                eligible.stream().sorted(byCost()).toList();
            case Policy.BestWithinCost _ ->
                eligible.stream()
                        .sorted(Comparator.comparingDouble(Weighed::utility)
                                .reversed()
                                .thenComparing(byCost()))
                        .toList();
            case Policy.Knee _ -> knees(eligible);
        };
    }

    /// The knee, then the knee of what is left without it, and so on: each as if those before did not exist.
    private List<Weighed> knees(List<Weighed> eligible) {
        List<Weighed> left = new ArrayList<>(eligible);
        left.sort(byCost());
        List<Offer> offers = new ArrayList<>(left.size());
        for (Weighed each : left) {
            offers.add(new Offer(each.name(), cost(each), each.utility()));
        }
        Table table = Table.of(all, task);
        List<Weighed> ordered = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            List<Offer> hull = Frontier.hullOfSorted(offers);
            Offer knee =
                    hull.get(Frontier.stopOn(hull, StopRate.of(terms, table).perNanoUsd()));
            int at = offers.indexOf(knee);
            offers.remove(at);
            ordered.add(left.remove(at));
            table.remove(knee.name());
        }
        return ordered;
    }

    /// Likely cost with the price of congestion, in nano-USD: to rank by, not to charge.
    double cost(Weighed each) {
        return each.cost().nanos() * (1 + congestion * each.load());
    }

    private Comparator<Weighed> byCost() {
        return Comparator.comparingDouble(this::cost)
                .thenComparing(Comparator.comparingDouble(Weighed::utility).reversed())
                .thenComparing(each -> each.usable().orElseThrow().estimate().latency());
    }

    private boolean fits(Weighed each) {
        return each.usable().orElseThrow().estimate().isWithin(terms.budget());
    }
}
