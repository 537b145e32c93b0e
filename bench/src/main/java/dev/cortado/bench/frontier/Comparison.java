package dev.cortado.bench.frontier;

import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// `auto` beside always-large and beside the best fixed mix of variants that costs as much, on the same tasks.
///
/// A fixed mix sends a share of all requests to one variant and the rest to another, whatever they ask: the upper
/// concave hull of the variants' utility over cost, as they were measured on these very tasks, which flatters it. Not
/// answering, for nothing, is one of its points, so that there is a mix at every cost.
///
/// Intervals are percentiles of a paired bootstrap over tasks (B. Efron, R. Tibshirani, "An Introduction to the
/// Bootstrap", 1993, chapter 13): each time all passes are read at the same resampled tasks.
record Comparison(Pass auto, Pass large, List<Pass> singles) {

    private static final int RESAMPLES = 2_000;
    private static final double TAIL = .025;
    private static final Offer NOTHING = new Offer("nothing", 0, 0);

    Comparison {
        singles = List.copyOf(singles);
    }

    /// A figure and the interval that holds the true one with 95 %.
    record Figure(double value, double low, double high) {}

    /// The same, of some tasks alone.
    Comparison part(Predicate<AskedTask> which) {
        return new Comparison(
                auto.part(which),
                large.part(which),
                singles.stream().map(single -> single.part(which)).toList());
    }

    /// Utility of `auto` as a share of always-large's.
    Figure utilityShare() {
        return figure(
                places -> auto.offer(places).utility() / large.offer(places).utility());
    }

    /// Cost of `auto` as a share of always-large's.
    Figure costShare() {
        return figure(places -> auto.offer(places).cost() / large.offer(places).cost());
    }

    /// The best mix's utility at the cost of `auto`.
    double fixedMixUtility() {
        return mix(all());
    }

    /// By how much `auto` is above the best mix at its cost.
    Figure aboveFixedMix() {
        return figure(places -> auto.offer(places).utility() - mix(places));
    }

    private double mix(int[] places) {
        List<Offer> offers = new ArrayList<>();
        offers.add(NOTHING);
        singles.forEach(single -> offers.add(single.offer(places)));
        return Frontier.of(offers).utilityAt(auto.offer(places).cost()).orElseThrow();
    }

    private int[] all() {
        return IntStream.range(0, auto.size()).toArray();
    }

    private Figure figure(ToDoubleFunction<int[]> of) {
        SplittableRandom random = new SplittableRandom(1);
        double[] drawn = new double[RESAMPLES];
        for (int n = 0; n < RESAMPLES; n++) {
            int[] places = IntStream.range(0, auto.size())
                    .map(_ -> random.nextInt(auto.size()))
                    .toArray();
            drawn[n] = of.applyAsDouble(places);
        }
        Arrays.sort(drawn);
        int tail = (int) (TAIL * RESAMPLES);
        return new Figure(of.applyAsDouble(all()), drawn[tail], drawn[RESAMPLES - 1 - tail]);
    }
}
