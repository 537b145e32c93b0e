package dev.cortado.bench.routing;

import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Accuracy against cost as the shadow price varies: for each price λ every prompt goes to the model of the greatest
/// `û − λ·cost`.
final class CostCurve {

    private static final int PRICES = 41;
    private static final int STEPS = 400;

    private CostCurve() {}

    /// Each model for all prompts.
    static List<Offer> singles(Outcomes outcomes) {
        return IntStream.range(0, outcomes.models().size())
                .mapToObj(m -> offer(outcomes, outcomes.models().get(m), _ -> m))
                .toList();
    }

    /// From the price of 0 to one at which only cost counts, evenly in the price's logarithm.
    static List<Offer> routed(Outcomes outcomes, double[][] utilities) {
        double[][] costs = outcomes.costs();
        double dearest = IntStream.range(0, costs.length)
                .mapToDouble(m -> java.util.Arrays.stream(costs[m]).average().orElseThrow())
                .max()
                .orElseThrow();
        List<Offer> curve = new ArrayList<>();
        for (int step = 0; step < PRICES; step++) {
            double price = step == 0 ? 0 : Math.pow(10, -3 + 5.0 * step / (PRICES - 1)) / dearest;
            curve.add(offer(
                    outcomes,
                    "price " + step,
                    i -> ManyModels.best(costs.length, m -> utilities[m][i] - price * costs[m][i])));
        }
        return curve;
    }

    /// Mean utility of the hull over a span of costs; where even the cheapest point costs more, 0.
    static double area(Frontier frontier, double from, double to) {
        double sum = 0;
        for (int step = 0; step < STEPS; step++) {
            sum += frontier.utilityAt(from + (to - from) * (step + .5) / STEPS).orElse(0);
        }
        return sum / STEPS;
    }

    private static Offer offer(Outcomes outcomes, String name, java.util.function.IntUnaryOperator choice) {
        double cost = 0;
        double utility = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            int model = choice.applyAsInt(i);
            cost += outcomes.costs()[model][i] / outcomes.size();
            utility += outcomes.scores()[model][i] / outcomes.size();
        }
        return new Offer(name, cost, Math.min(1, utility));
    }
}
