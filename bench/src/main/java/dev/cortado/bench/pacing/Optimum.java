package dev.cortado.bench.pacing;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.frontier.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The most utility that a stream could have bought, had all of it been known: the linear programme
/// `max Σ û·x` with `Σ ĉ·x ≤ budget`, `Σ x ≤ 1` for each request and `x ≥ 0`. It is exact: each request's offers and
/// nothing at all form a concave stair, and the steps of all stairs are bought from the steepest down, the last in part
/// (Sinha and Zoltners, "The Multiple-Choice Knapsack Problem", Operations Research 27, 1979).
final class Optimum {

    /// @param slope utility per nano-USD
    private record Step(double nanos, double utility, double slope) {}

    private final List<Step> steps = new ArrayList<>();

    Optimum(List<Priced> stream) {
        stream.forEach(priced -> add(priced.stair()));
        steps.sort(Comparator.comparingDouble(Step::slope).reversed());
    }

    private void add(List<Offer> stair) {
        for (int i = 1; i < stair.size(); i++) {
            double nanos = (double) Priced.cost(stair.get(i))
                    .minus(Priced.cost(stair.get(i - 1)))
                    .nanos();
            double utility = stair.get(i).utility() - stair.get(i - 1).utility();
            steps.add(new Step(nanos, utility, utility / nanos));
        }
    }

    double utility(NanoUsd budget) {
        double left = (double) budget.nanos();
        double utility = 0;
        for (Step step : steps) {
            if (step.nanos() > left) {
                return utility + step.slope() * left;
            }
            left -= step.nanos();
            utility += step.utility();
        }
        return utility;
    }
}
