package dev.cortado.bench.frontier;

import dev.cortado.bench.Figures;
import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.predict.Ratings;
import dev.cortado.router.predict.UtilityModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Chooses the exchange rate on the half of the evaluation set that calibration saw: the least that is expected to
/// keep so much of the largest variant's utility. Each prompt is predicted by a model that was fitted to the other
/// four fifths, and decided as the router decides at the knee: up the hull of predicted utility over likely cost while
/// a step brings more than the rate asks.
///
/// Arguments: the calibration's results, the price book, the largest variant, the share of its utility to keep.
public final class RateChoice {

    private static final int FOLDS = 5;
    private static final long SEED = 1;
    private static final double BYTES_PER_TOKEN = 4;
    /// Of a chat template with one message, about.
    private static final double TEMPLATE_TOKENS = 20;
    /// USD for the whole utility of one answer: from a thousandth of a thousandth of a cent to ten cents.
    private static final double RATE_MIN = 1e-8;
    private static final int RATES = 141;
    private static final double RATES_PER_DECADE = 20;

    private final Calibrated calibrated;
    private final List<PromptFeatures> prompts;
    private final double[][] utilities;

    private RateChoice(Calibrated calibrated) {
        PromptReader reader = new PromptReader(TokenVectors.shipped());
        this.calibrated = calibrated;
        this.prompts = calibrated.prompts().stream().map(reader::read).toList();
        this.utilities = predicted();
    }

    /// What a rate leads to on the tasks that it is chosen on.
    ///
    /// @param usdPerUtility the rate
    /// @param utility mean score of the answers chosen
    /// @param usd mean likely cost of an answer
    private record Expected(double usdPerUtility, double utility, double usd) {}

    public static void main(String[] arguments) throws IOException {
        Calibrated calibrated = Calibrated.read(Path.of(arguments[0]), Path.of(arguments[1]));
        int large = calibrated.place(arguments[2]);
        if (large < 0) {
            throw new IllegalArgumentException("the calibration has no " + arguments[2]);
        }
        new RateChoice(calibrated)
                .choose(large, Double.parseDouble(arguments[3]))
                .write();
    }

    private Figures choose(int large, double keep) {
        // A rate so high that the most useful is taken, whatever it costs.
        Expected always = expected(RATE_MIN * Math.pow(10, RATES / RATES_PER_DECADE), _ -> large);
        Expected best = always;
        for (int step = 0; step < RATES; step++) {
            double rate = RATE_MIN * Math.pow(10, step / RATES_PER_DECADE);
            Expected here = expected(rate, prompt -> atKnee(prompt, rate));
            if (here.utility() >= keep * always.utility() && here.usd() < best.usd()) {
                best = here;
            }
        }
        System.err.printf(
                Locale.ROOT,
                "on the %d tasks of the calibration: %.9f USD a utility keeps %.3f of the largest's utility at %.3f of"
                        + " its cost%n",
                prompts.size(),
                best.usdPerUtility(),
                best.utility() / always.utility(),
                best.usd() / always.usd());
        return new Figures()
                .put("usdPerUtility", best.usdPerUtility(), 12)
                .put("expectedUtilityShare", best.utility() / always.utility(), 4)
                .put("expectedCostShare", best.usd() / always.usd(), 4);
    }

    private Expected expected(double rate, java.util.function.IntUnaryOperator variantOf) {
        double utility = 0;
        double usd = 0;
        for (int prompt = 0; prompt < prompts.size(); prompt++) {
            Calibrated.Variant variant = calibrated.variants().get(variantOf.applyAsInt(prompt));
            utility += variant.scores().get(prompt);
            usd += likelyUsd(variant, prompt);
        }
        return new Expected(rate, utility / prompts.size(), usd / prompts.size());
    }

    private int atKnee(int prompt, double usdPerUtility) {
        Map<String, Integer> places = new HashMap<>();
        List<Offer> offers = new ArrayList<>();
        for (int v = 0; v < calibrated.variants().size(); v++) {
            Calibrated.Variant variant = calibrated.variants().get(v);
            places.put(variant.id(), v);
            offers.add(new Offer(variant.id(), likelyUsd(variant, prompt), Math.clamp(utilities[v][prompt], 0, 1)));
        }
        return places.getOrDefault(
                Frontier.of(offers).stop(1 / usdPerUtility).knee().name(), 0);
    }

    private double likelyUsd(Calibrated.Variant variant, int prompt) {
        int bytes = calibrated.prompts().get(prompt).getBytes(StandardCharsets.UTF_8).length;
        return variant.likelyUsd(bytes / BYTES_PER_TOKEN + TEMPLATE_TOKENS);
    }

    /// The fold of each task, drawn by lot: the tasks' classes follow each other in turn, so that every fifth task
    /// would
    /// be of two classes, of which the other four fifths then know nothing.
    private static int[] folds(int tasks) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, tasks).boxed().toList());
        Collections.shuffle(order, new Random(SEED));
        int[] folds = new int[tasks];
        for (int place = 0; place < tasks; place++) {
            folds[order.get(place)] = place % FOLDS;
        }
        return folds;
    }

    private static int[] tasks(int[] folds, IntPredicate which) {
        return IntStream.range(0, folds.length)
                .filter(n -> which.test(folds[n]))
                .toArray();
    }

    /// By variant and prompt, each by a model that has not seen the prompt.
    private double[][] predicted() {
        double[][] scores = calibrated.variants().stream()
                .map(variant -> variant.scores().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toArray(double[][]::new);
        Ratings all = new Ratings(prompts, scores);
        double[][] utilities = new double[scores.length][prompts.size()];
        int[] folds = folds(prompts.size());
        for (int f = 0; f < FOLDS; f++) {
            int fold = f;
            UtilityModel model = UtilityModel.fit(all.at(tasks(folds, of -> of != fold)), fold);
            for (int n : tasks(folds, of -> of == fold)) {
                double[] predicted = model.predict(prompts.get(n)).utilities();
                for (int v = 0; v < predicted.length; v++) {
                    utilities[v][n] = predicted[v];
                }
            }
        }
        return utilities;
    }
}
