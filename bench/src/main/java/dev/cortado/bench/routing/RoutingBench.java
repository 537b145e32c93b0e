package dev.cortado.bench.routing;

import dev.cortado.bench.Figures;
import dev.cortado.router.features.EncoderFolder;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.predict.UtilityModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bench: the router's predictor on files of outcomes, beside chance, prompt length, the best single model and an
/// oracle.
///
/// Arguments: labels (of two-model files; several joined by commas), seeded splits, splits on which the second stage is
/// measured, the folder of its sentence encoder (empty for none), then the files.
public final class RoutingBench {

    /// Labels that decision time is measured with, at most.
    private static final int TIMING_LABELS = 1500;

    private final PromptReader reader = new PromptReader(TokenVectors.shipped());
    private final Figures figures;
    private final List<Integer> labels;
    private final int seeds;
    private final @Nullable SecondStageGain gain;

    private RoutingBench(List<Integer> labels, int seeds, @Nullable SecondStageGain gain, Figures figures) {
        this.labels = labels;
        this.seeds = seeds;
        this.gain = gain;
        this.figures = figures;
    }

    public static void main(String[] arguments) throws IOException {
        Figures figures = new Figures();
        try {
            RoutingBench bench = new RoutingBench(
                    Arrays.stream(arguments[0].split(",", -1))
                            .map(Integer::valueOf)
                            .toList(),
                    Integer.parseInt(arguments[1]),
                    arguments[3].isEmpty()
                            ? null
                            : new SecondStageGain(
                                    EncoderFolder.open(Path.of(arguments[3])), Integer.parseInt(arguments[2])),
                    figures);
            for (String file : List.of(arguments).subList(4, arguments.length)) {
                bench.measure(OutcomesFile.read(Path.of(file), bench.reader));
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        figures.write();
    }

    private void measure(Outcomes outcomes) {
        System.err.printf(
                "%s: %d prompts, %d models, %d repeated prompts left out%n",
                outcomes.name(), outcomes.size(), outcomes.models().size(), outcomes.duplicates());
        if (outcomes.ofTwo()) {
            Map<Integer, TwoModels> byLabels = new LinkedHashMap<>();
            for (int count : labels) {
                byLabels.put(count, two(outcomes, count, suffix(count)));
            }
            secondStageOfTwo(outcomes, byLabels);
        } else {
            secondStageOfMany(outcomes, many(outcomes));
        }
    }

    private String suffix(int count) {
        return count == labels.getFirst() ? "" : "At" + count + "Labels";
    }

    private void secondStageOfTwo(Outcomes outcomes, Map<Integer, TwoModels> without) {
        if (gain == null) {
            return;
        }
        SecondStageGain.Read read = gain.read(outcomes);
        without.forEach((count, alone) -> {
            TwoModels with = TwoModels.measure(read.outcomes(), count, Math.min(gain.splits(), seeds));
            row(count + ", with sentences", with.ours());
            row("above without", with.ours().above(alone.ours()));
            put("apgrWithSentences" + suffix(count), with.ours());
            put("apgrGainOfSentences" + suffix(count), with.ours().above(alone.ours()));
        });
        reading(read, "");
    }

    private void secondStageOfMany(Outcomes outcomes, ManyModels without) {
        if (gain == null) {
            return;
        }
        SecondStageGain.Read read = gain.read(outcomes);
        ManyModels with = ManyModels.measure(read.outcomes(), Math.min(gain.splits(), shuffles()));
        row("with sentences", with.ours());
        row("above without", with.ours().above(without.ours()));
        put("accuracyWithSentences", with.ours());
        put("accuracyGainOfSentences", with.ours().above(without.ours()));
        reading(read, "ManyModels");
    }

    private void reading(SecondStageGain.Read read, String suffix) {
        figures.put("sentenceP50Millis" + suffix, read.p50Millis(), 2);
        figures.put("sentenceP99Millis" + suffix, read.p99Millis(), 2);
        System.err.printf("  %-24s p50 %.1f ms, p99 %.1f ms%n", "reading a prompt", read.p50Millis(), read.p99Millis());
    }

    private int shuffles() {
        return Math.ceilDiv(seeds, ManyModels.FOLDS);
    }

    private TwoModels two(Outcomes outcomes, int count, String suffix) {
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
        return all;
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

    private ManyModels many(Outcomes outcomes) {
        ManyModels all = ManyModels.measure(outcomes, shuffles());
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
        return all;
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
