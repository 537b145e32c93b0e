package dev.cortado.bench.calibration;

import dev.cortado.evaluation.item.TaskSet;
import dev.cortado.router.frontier.Dominated;
import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.frontier.Stop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A calibration's result: each subject, and what the whole says of them. Cost is in USD a thousand tasks.
///
/// @param offers whose utility and cost were measured on tasks of all classes, by their subject's name
/// @param frontier empty while nothing was measured
/// @param absent variants that could not be measured
record Outcome(
        CalibrationPlan plan,
        TaskSet tasks,
        List<Measured> measured,
        Map<String, Offer> offers,
        Optional<Frontier> frontier,
        List<Unmeasured> absent) {

    private static final double TASKS_OF_COST = 1000;

    static Outcome of(CalibrationPlan plan, TaskSet tasks, List<Measured> measured, List<Unmeasured> absent) {
        Map<String, Offer> offers = new LinkedHashMap<>();
        for (Measured each : measured) {
            cost(plan, each)
                    .filter(_ -> each.subject().task() == null)
                    .ifPresent(usd -> offers.put(
                            each.subject().name(),
                            new Offer(
                                    each.subject().name(),
                                    usd,
                                    each.utility().orElseThrow().mean())));
        }
        Optional<Frontier> frontier =
                offers.isEmpty() ? Optional.empty() : Optional.of(Frontier.of(List.copyOf(offers.values())));
        return new Outcome(plan, tasks, List.copyOf(measured), offers, frontier, List.copyOf(absent));
    }

    Optional<Double> cost(Measured each) {
        return cost(plan, each);
    }

    private static Optional<Double> cost(CalibrationPlan plan, Measured each) {
        return each.usdPerThousand(plan.hourOf(each.subject().pool())).stream()
                .boxed()
                .findFirst();
    }

    /// Where to stop paying: at the exchange rate where one is given, else at the hull's knee.
    Optional<Stop> stop() {
        return frontier.map(known ->
                plan.exchangeRateUsd() > 0 ? known.stop(1 / (TASKS_OF_COST * plan.exchangeRateUsd())) : known.knee());
    }

    Optional<Dominated> dominated(Measured each) {
        return frontier.stream()
                .flatMap(known -> known.dominated().stream())
                .filter(dominated ->
                        dominated.offer().name().equals(each.subject().name()))
                .findFirst();
    }

    boolean onHull(Measured each) {
        return frontier.isPresent()
                && frontier.get().hull().stream()
                        .anyMatch(offer -> offer.name().equals(each.subject().name()));
    }

    /// Whether others kept the machine busy while rates were measured, so that they are off.
    boolean disturbed() {
        return measured.stream().anyMatch(each -> each.othersBusyShare().orElse(0) > Sentences.DISTURBED_SHARE);
    }
}
