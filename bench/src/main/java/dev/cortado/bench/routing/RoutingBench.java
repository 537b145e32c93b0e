package dev.cortado.bench.routing;

import dev.cortado.bench.Figures;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.predict.UtilityModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The bench: the router's predictor on files of outcomes, beside chance, prompt length, the best single model and an
/// oracle.
///
/// Arguments: labels (of two-model files; several joined by commas), seeded splits, then the files.
public final class RoutingBench {

    /// Labels that decision time is measured with, at most.
    private static final int TIMING_LABELS = 1500;

    private final PromptReader reader = new PromptReader(TokenVectors.shipped());
    private final Figures figures = new Figures();
    private final List<Integer> labels;
    private final int seeds;

    private RoutingBench(List<Integer> labels, int seeds) {
        this.labels = labels;
        this.seeds = seeds;
    }

    public static void main(String[] arguments) throws IOException {
        RoutingBench bench = new RoutingBench(
                Arrays.stream(arguments[0].split(",", -1)).map(Integer::valueOf).toList(),
                Integer.parseInt(arguments[1]));
        try {
            for (String file : List.of(arguments).subList(2, arguments.length)) {
                bench.measure(OutcomesFile.read(Path.of(file), bench.reader));
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        bench.figures.write();
    }

    private void measure(Outcomes outcomes) {
        System.err.printf(
                "%s: %d prompts, %d models, %d repeated prompts left out%n",
                outcomes.name(), outcomes.size(), outcomes.models().size(), outcomes.duplicates());
        if (outcomes.ofTwo()) {
            for (int count : labels) {
                two(outcomes, count, count == labels.getFirst() ? "" : "At" + count + "Labels");
            }
        } else {
            many(outcomes);
        }
    }

    private void two(Outcomes outcomes, int count, String suffix) {
        if (count < 20 || count > outcomes.size() / 2) {
            throw new IllegalArgumentException(
                    "--labels must be 20 to " + outcomes.size() / 2 + ", half of the prompts, not " + count);
        }
        TwoModels all = TwoModels.measure(outcomes, count, seeds);
        row("random", all.random());
        row("prompt length", all.length());
        System.err.printf("  %-24s %s%n", "best single model", "1 at its whole cost: APGR .5 as a mix");
        row("oracle", all.oracle());
        row("ours", all.ours());
        row("strong calls for half", all.callsForHalf());
        row("for four fifths", all.callsForFourFifths());
        row("calibration error", all.calibrationError());
        put("apgr" + suffix, all.ours());
        put("apgrLength" + suffix, all.length());
        put("apgrRandom" + suffix, all.random());
        put("apgrOracle" + suffix, all.oracle());
        figures.put("callsForHalfOfTheGap" + suffix, all.callsForHalf().mean(), 4);
        figures.put("calibrationError" + suffix, all.calibrationError().mean(), 4);
        heldOut(outcomes, count, suffix);
        if (suffix.isEmpty()) {
            time(outcomes, "");
        }
    }

    private void heldOut(Outcomes outcomes, int count, String suffix) {
        long groups = outcomes.groups().stream().distinct().count();
        if (groups < 2) {
            return;
        }
        Map<String, double[]> byGroup = TwoModels.heldOut(outcomes, count);
        byGroup.forEach((group, apgr) -> System.err.printf(
                "  %-24s %.3f, length %.3f, of %.0f prompts%n", group + " held out", apgr[0], apgr[1], apgr[2]));
        figures.put("apgrHeldOutDomains" + suffix, mean(byGroup, 0), 4);
        figures.put("apgrHeldOutDomainsLength" + suffix, mean(byGroup, 1), 4);
    }

    private static double mean(Map<String, double[]> byGroup, int column) {
        return byGroup.values().stream()
                .mapToDouble(row -> row[column])
                .average()
                .orElseThrow();
    }

    private void many(Outcomes outcomes) {
        ManyModels all = ManyModels.measure(outcomes, Math.ceilDiv(seeds, ManyModels.FOLDS));
        row("random", all.random());
        row("prompt length", all.length());
        row("best single model", all.best());
        row("oracle", all.oracle());
        row("ours", all.ours());
        row("calibration error", all.calibrationError());
        figures.put("accuracy", all.ours().mean(), 4);
        figures.put("accuracyDeviation", all.ours().deviation(), 4);
        figures.put("accuracyBestSingle", all.best().mean(), 4);
        figures.put("accuracyLength", all.length().mean(), 4);
        figures.put("accuracyRandom", all.random().mean(), 4);
        figures.put("accuracyOracle", all.oracle().mean(), 4);
        figures.put("calibrationErrorManyModels", all.calibrationError().mean(), 4);
        if (!all.curve().isEmpty()) {
            System.err.println("  USD a thousand prompts, accuracy:");
            double last = -1;
            for (Offer point : all.curve()) {
                if (point.cost() > last * 1.02) {
                    System.err.printf("  %24.4f %.4f%n", point.cost() * 1000, point.utility());
                    last = point.cost();
                }
            }
            row("area of the curve", all.area());
            row("of mixes of single ones", all.mixArea());
            figures.put("costCurveArea", all.area().mean(), 4);
            figures.put("costCurveAreaOfMixes", all.mixArea().mean(), 4);
        }
        time(outcomes, "ManyModels");
    }

    private void time(Outcomes outcomes, String suffix) {
        int[] learn = Splits.of(outcomes.size(), Math.min(TIMING_LABELS, outcomes.size()), 0)
                .learn();
        UtilityModel model = UtilityModel.fit(outcomes.ratings(learn), 0);
        Timing timing = Timing.of(
                outcomes.texts(), prompt -> model.predict(reader.read(prompt)).utilities()[0]);
        figures.put("decisionP50Micros" + suffix, timing.p50Micros(), 1);
        figures.put("decisionP99Micros" + suffix, timing.p99Micros(), 1);
        System.err.printf(
                "  %-24s p50 %.1f µs, p99 %.1f µs%n",
                "features and prediction", timing.p50Micros(), timing.p99Micros());
        WholeDecision whole = new WholeDecision(outcomes, reader);
        whole("wholeDecision", suffix, "decision of 20 candidates", whole.timing(outcomes.texts()));
        whole("wholeDecisionOf4KiB", suffix, "the same at 4 KiB", whole.timingOf4Kibibytes(outcomes.texts()));
        whole("wholeDecisionRated", suffix, "with each of them rated", whole.timingOfRated(outcomes.texts()));
    }

    private void whole(String name, String suffix, String what, Timing timing) {
        figures.put(name + "P50Micros" + suffix, timing.p50Micros(), 1);
        figures.put(name + "P99Micros" + suffix, timing.p99Micros(), 1);
        System.err.printf("  %-24s p50 %.1f µs, p99 %.1f µs%n", what, timing.p50Micros(), timing.p99Micros());
    }

    private void put(String name, Spread spread) {
        figures.put(name, spread.mean(), spread.deviation(), 4);
    }

    private static void row(String name, Spread spread) {
        System.err.printf("  %-24s %s%n", name, spread);
    }
}
