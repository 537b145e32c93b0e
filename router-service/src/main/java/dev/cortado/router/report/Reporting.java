package dev.cortado.router.report;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.frontier.Stop;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/// Makes a tenant's report from what it bought.
///
/// The curve is what the same requests would have come to, had the router stopped on each one's hull at one rate of
/// utility for money, for every rate in turn: Everett, "Generalized Lagrange Multiplier Method for Solving Problems of
/// Optimum Allocation of Resources", Operations Research 11 (1963), by which each such point is the most utility that
/// its cost can buy over all requests together. Its knee is where one rate for all stops paying.
public final class Reporting {

    /// Points of the curve between the cheapest and the most useful.
    private static final int RATES = 24;

    private static final double NANOS_A_USD = 1e9;

    private final BoughtStore store;
    private final int requestsMax;

    /// @param requestsMax of a report
    public Reporting(BoughtStore store, int requestsMax) {
        this.store = store;
        this.requestsMax = requestsMax;
    }

    public CompletionStage<UtilityReport> report(Span span) {
        return store.newest(span, requestsMax + 1)
                .thenApply(found ->
                        of(found.subList(0, Math.min(found.size(), requestsMax)), found.size() > requestsMax));
    }

    /// @param truncated whether there were more
    static UtilityReport of(List<Bought> all, boolean truncated) {
        Sum total = Sum.NOTHING;
        Map<VariantId, Sum> byVariant = new HashMap<>();
        SequencedMap<LocalDate, Sum> byDay = new TreeMap<>();
        boolean provisional = false;
        for (Bought bought : all) {
            double expected = bought.failed() || bought.verification()
                    ? 0
                    : bought.chosen().map(Considered::utility).orElse(0.0);
            provisional |= !bought.verification()
                    && bought.chosen().map(Considered::utilityProvisional).orElse(true);
            total = total.plus(bought, expected);
            byVariant.merge(bought.variant(), Sum.NOTHING.plus(bought, expected), Reporting::sum);
            byDay.merge(
                    LocalDate.ofInstant(bought.decidedAt(), ZoneOffset.UTC),
                    Sum.NOTHING.plus(bought, expected),
                    Reporting::sum);
        }
        List<Choices> choices = all.stream()
                .filter(bought -> !bought.failed() && !bought.verification())
                .map(Choices::of)
                .flatMap(Optional::stream)
                .toList();
        List<Offer> curve = curve(choices);
        return new UtilityReport(
                truncated,
                provisional,
                total,
                mean("here", choices.stream().map(Choices::chosen).toList()),
                mean("always best", choices.stream().map(Choices::best).toList()),
                curve,
                knee(curve),
                byCost(byVariant),
                byDay);
    }

    /// One request's own frontier.
    private record Choices(Offer chosen, Offer best, Frontier frontier) {

        /// Empty where nothing is known of what else there was.
        static Optional<Choices> of(Bought bought) {
            List<Offer> offers = bought.priced().stream().map(Choices::offer).toList();
            return offers.isEmpty()
                    ? Optional.empty()
                    : bought.chosen()
                            .filter(chosen -> chosen.cost().nanos() > 0)
                            .map(chosen -> new Choices(
                                    offer(chosen),
                                    offers.stream()
                                            .max(Comparator.comparingDouble(Offer::utility)
                                                    .thenComparing(Comparator.comparingDouble(Offer::cost)
                                                            .reversed()))
                                            .orElseThrow(),
                                    Frontier.of(offers)));
        }

        private static Offer offer(Considered candidate) {
            return new Offer(
                    candidate.variant().value() + " on " + candidate.pool().value(),
                    candidate.cost().nanos() / NANOS_A_USD,
                    Math.clamp(candidate.utility(), 0, 1));
        }
    }

    private static List<Offer> curve(List<Choices> choices) {
        double[] slopes = choices.stream()
                .flatMap(each -> slopes(each.frontier()).stream())
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (choices.isEmpty()) {
            return List.of();
        }
        List<Offer> curve = new ArrayList<>();
        curve.add(at(choices, Double.POSITIVE_INFINITY));
        for (int n = RATES - 1; n >= 0 && slopes.length > 0; n--) {
            add(curve, at(choices, slopes[(int) ((slopes.length - 1L) * n / (RATES - 1))]));
        }
        add(curve, at(choices, 0));
        return curve;
    }

    private static void add(List<Offer> curve, Offer point) {
        if (point.cost() > curve.getLast().cost()) {
            curve.add(point);
        }
    }

    private static List<Double> slopes(Frontier frontier) {
        List<Double> slopes = new ArrayList<>();
        for (int n = 1; n < frontier.hull().size(); n++) {
            slopes.add(
                    Frontier.slope(frontier.hull().get(n - 1), frontier.hull().get(n)));
        }
        return slopes;
    }

    /// @param rate utility that a USD must bring
    private static Offer at(List<Choices> choices, double rate) {
        return mean(
                "at " + rate,
                choices.stream().map(each -> each.frontier().stop(rate).knee()).toList());
    }

    private static Offer mean(String name, List<Offer> offers) {
        return offers.isEmpty()
                ? new Offer(name, 0, 0)
                : new Offer(
                        name,
                        offers.stream().mapToDouble(Offer::cost).average().orElseThrow(),
                        Math.clamp(
                                offers.stream()
                                        .mapToDouble(Offer::utility)
                                        .average()
                                        .orElseThrow(),
                                0,
                                1));
    }

    private static Optional<Stop> knee(List<Offer> curve) {
        return curve.size() < 2
                ? Optional.empty()
                : Optional.of(Frontier.of(curve).knee());
    }

    private static Sum sum(Sum one, Sum other) {
        return new Sum(
                one.requests() + other.requests(),
                one.utility() + other.utility(),
                one.cost().plus(other.cost()),
                one.tokens() + other.tokens());
    }

    private static SequencedMap<VariantId, Sum> byCost(Map<VariantId, Sum> sums) {
        SequencedMap<VariantId, Sum> sorted = new LinkedHashMap<>();
        sums.entrySet().stream()
                .sorted(Map.Entry.<VariantId, Sum>comparingByValue(
                                Comparator.comparing(Sum::cost).reversed())
                        .thenComparing(entry -> entry.getKey().value()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
