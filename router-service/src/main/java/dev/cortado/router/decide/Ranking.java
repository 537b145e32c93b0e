package dev.cortado.router.decide;

import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Puts candidates that meet the wishes in the order in which to take them: the first is the choice, the others are
/// what follows where those before find no room or fail.
///
/// Those whose context likely has room go first, and of either kind what surely fits into the budget. A
/// candidate counts at its likely cost times `1 + congestion × load`: of pools that cost the same the
/// idler one is taken, and a dearer one where the cheaper is crowded enough.
///
/// Behind all that reach a utility that is only preferred come those below it, the most useful first: money that does
/// not suffice for any of the others is no reason to refuse what it does suffice for.
final class Ranking {

    private static final Comparator<Contender> BY_COST = Comparator.comparingDouble(Contender::rankedCost)
            .thenComparing(Comparator.comparingDouble(Contender::utility).reversed())
            .thenComparing(Contender::latencyOrLongest);

    private static final Comparator<Contender> LAST_RESORTS = Comparator.comparingInt(
                    (Contender each) -> kind(each.standing()))
            .thenComparing(Comparator.comparingDouble(Contender::utility).reversed())
            .thenComparing(BY_COST);

    private Ranking() {}

    /// What the next step up the hull must bring, as one candidate after the other goes.
    interface Stops {

        StopRate now();

        /// This one is taken: from now on as if it did not exist.
        void without(String name);

        /// One that does not change.
        static Stops at(StopRate rate) {
            return new Stops() {
                @Override
                public StopRate now() {
                    return rate;
                }

                @Override
                public void without(String name) {}
            };
        }
    }

    /// @param stops fresh ones, of all candidates, each time
    static List<Contender> order(Policy policy, List<Contender> contenders, Supplier<Stops> stops) {
        Map<Integer, List<Contender>> kinds = new TreeMap<>();
        for (Contender each : contenders) {
            if (each.isEligible(policy.floor())) {
                kinds.computeIfAbsent(kind(each.standing()), _ -> new ArrayList<>())
                        .add(each);
            }
        }
        List<Contender> ordered = new ArrayList<>(contenders.size());
        kinds.values().forEach(kind -> ordered.addAll(ofOneKind(policy, kind, stops)));
        if (!ordered.isEmpty()) {
            contenders.stream()
                    .filter(each -> each.isLastResort(policy.floor()))
                    .sorted(LAST_RESORTS)
                    .forEach(ordered::add);
        }
        return ordered;
    }

    /// The least goes first.
    private static int kind(Standing standing) {
        return (standing.roomy() ? 0 : 2) + (standing.fits() ? 0 : 1);
    }

    private static List<Contender> ofOneKind(Policy policy, List<Contender> eligible, Supplier<Stops> stops) {
        return switch (policy) {
            case Policy.CheapestSufficient _, Policy.Fixed _ ->
                eligible.stream().sorted(BY_COST).toList();
            case Policy.BestWithinCost _ ->
                eligible.stream()
                        .sorted(Comparator.comparingDouble(Contender::utility)
                                .reversed()
                                .thenComparing(BY_COST))
                        .toList();
            case Policy.Knee _ -> knees(eligible, stops.get());
        };
    }

    /// The knee, then the knee of what is left without it, and so on: each as if those before did not exist.
    private static List<Contender> knees(List<Contender> eligible, Stops stops) {
        List<Contender> left = new ArrayList<>(eligible);
        left.sort(BY_COST);
        List<Offer> offers = new ArrayList<>(left.size());
        for (Contender each : left) {
            offers.add(new Offer(each.name(), each.rankedCost(), each.utility()));
        }
        List<Contender> ordered = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            List<Offer> hull = Frontier.hullOfSorted(offers);
            Offer knee = hull.get(Frontier.stopOn(hull, stops.now().perNanoUsd()));
            int at = offers.indexOf(knee);
            offers.remove(at);
            ordered.add(left.remove(at));
            stops.without(knee.name());
        }
        return ordered;
    }
}
