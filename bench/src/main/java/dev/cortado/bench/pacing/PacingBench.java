package dev.cortado.bench.pacing;

import dev.cortado.bench.Figures;
import dev.cortado.bench.pacing.Bought.Known;
import dev.cortado.bench.pacing.Stream.Order;
import dev.cortado.bench.pacing.Stream.Rhythm;
import dev.cortado.bench.routing.Outcomes;
import dev.cortado.bench.routing.OutcomesFile;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.pacing.PacingTerms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The bench: the router's pacing on streams of requests with a budget, beside what could have been bought with the
/// same money had the stream been known.
///
/// Arguments: requests a stream, streams, the window in requests, the file of outcomes.
public final class PacingBench {

    private static final List<Integer> PERCENTS = List.of(2, 5, 10, 25, 50, 75);
    private static final int PERCENT = 100;

    private final List<Priced> prompts;
    private final int requests;
    private final int seeds;
    private final PacingTerms terms;
    private final Scores steady = new Scores();
    private final Figures figures = new Figures();

    private PacingBench(List<Priced> prompts, int requests, int seeds, PacingTerms terms) {
        this.prompts = prompts;
        this.requests = requests;
        this.seeds = seeds;
        this.terms = terms;
    }

    public static void main(String[] arguments) throws IOException {
        try {
            Outcomes outcomes = OutcomesFile.read(Path.of(arguments[3]), new PromptReader(TokenVectors.shipped()));
            if (outcomes.costs().length == 0) {
                throw new IllegalArgumentException(
                        arguments[3] + " has no costs: columns cost:MODEL, or a file NAME_prices.json beside it");
            }
            new PacingBench(
                            Priced.of(outcomes),
                            Integer.parseInt(arguments[0]),
                            Integer.parseInt(arguments[1]),
                            new PacingTerms(Integer.parseInt(arguments[2]), Stream.WINDOW))
                    .measure();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private void measure() throws IOException {
        System.err.printf(
                "  %-9s %-16s %6s  %-16s %7s %7s %8s  %s%n",
                "order", "known", "budget", "ratio (worst)", "used", "refused", "utility", "unpaced");
        for (Order order : Order.values()) {
            Scores all = new Scores();
            for (int percent : PERCENTS) {
                row(order, Rhythm.STEADY, Known.COUNT, percent, all);
                row(order, Rhythm.STEADY, Known.END, percent, all);
                row(order, Rhythm.DAILY, Known.END, percent, new Scores());
            }
            String name = nameOf(order);
            figures.put("worstRatio" + name, all.worst(), 4).put("meanRatio" + name, all.mean(), 4);
            figures.put("usedShareMin" + name, all.usedMin(), 4);
        }
        figures.put("overspend", steady.overspentNanos());
        figures.write();
    }

    private void row(Order order, Rhythm rhythm, Known known, int percent, Scores all) {
        Scores own = new Scores();
        double unpaced = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Stream stream = Stream.of(prompts, requests, order, rhythm, seed);
            NanoUsd budget = NanoUsd.of(stream.costOfBest().nanos() / PERCENT * percent);
            double most = new Optimum(stream.requests()).utility(budget);
            Bought bought = Bought.paced(stream, budget, known, terms);
            for (Scores scores : List.of(own, all, steady)) {
                scores.add(bought, budget, most);
            }
            unpaced += Bought.unpaced(stream, budget).utility() / most / seeds;
        }
        System.err.printf(
                "  %-9s %-16s %5d%%  %.4f (%.4f)  %7.4f %7.4f %8.4f   %.3f%n",
                order.name().toLowerCase(Locale.ROOT),
                known == Known.COUNT ? "count" : rhythm == Rhythm.STEADY ? "end" : "end, daily swing",
                percent,
                own.mean(),
                own.worst(),
                own.usedMin(),
                own.refusedShare(requests),
                own.utilityMean(requests),
                unpaced);
        String name = known == Known.COUNT ? "Count" : rhythm == Rhythm.STEADY ? "End" : "EndDailySwing";
        figures.put("ratio" + nameOf(order) + name + percent + "Percent", own.mean(), 4);
    }

    private static String nameOf(Order order) {
        return switch (order) {
            case RANDOM -> "Random";
            case DRIFTING -> "Drift";
        };
    }
}
