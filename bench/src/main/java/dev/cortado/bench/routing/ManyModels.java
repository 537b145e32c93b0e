package dev.cortado.bench.routing;

import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.predict.CalibrationError;
import dev.cortado.router.predict.UtilityModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Several models: how much is right where each prompt goes to the one predicted best, and what that costs.
///
/// @param ours, length, best, random, oracle accuracy
/// @param calibrationError of all models' predicted utilities, in 15 bins each
/// @param area mean accuracy over the span of costs; no entry where no cost is known
/// @param mixArea the same of the best mix of single models
/// @param curve of the last shuffle: cost in USD a prompt and accuracy, as the weight of cost falls
record ManyModels(
        Spread ours,
        Spread length,
        Spread best,
        Spread random,
        Spread oracle,
        Spread calibrationError,
        Spread area,
        Spread mixArea,
        List<Offer> curve) {

    static final int FOLDS = 5;
    private static final int BINS = 15;
    private static final int LENGTH_BINS = 10;

    static ManyModels measure(Outcomes outcomes, int shuffles) {
        ManyModels all = new ManyModels(
                new Spread(),
                new Spread(),
                new Spread(),
                new Spread(),
                new Spread(),
                new Spread(),
                new Spread(),
                new Spread(),
                new ArrayList<>());
        for (int shuffle = 0; shuffle < shuffles; shuffle++) {
            double[][] utilities = new double[outcomes.models().size()][outcomes.size()];
            for (int fold = 0; fold < FOLDS; fold++) {
                Splits split = Splits.fold(outcomes.size(), fold, FOLDS, shuffle);
                UtilityModel model = UtilityModel.fit(outcomes.ratings(split.learn()), shuffle);
                for (int place : split.judge()) {
                    double[] predicted =
                            model.predict(outcomes.prompts().get(place)).utilities();
                    for (int m = 0; m < predicted.length; m++) {
                        utilities[m][place] = predicted[m];
                    }
                }
                all.add(outcomes, split, utilities);
                System.err.printf(
                        "shuffle %d of %d, fold %d of %d: accuracy so far %s%n",
                        shuffle + 1, shuffles, fold + 1, FOLDS, all.ours);
            }
            all.addCosts(outcomes, utilities);
        }
        return all;
    }

    private void add(Outcomes outcomes, Splits split, double[][] utilities) {
        double[][] scores = outcomes.scores();
        int[] judge = split.judge();
        int models = scores.length;
        int bestSingle = best(models, m -> outcomes.mean(m, split.learn()));
        LengthChoice byLength = LengthChoice.of(outcomes, split.learn(), LENGTH_BINS);
        ours.add(mean(judge, i -> scores[best(models, m -> utilities[m][i])][i]));
        length.add(
                mean(judge, i -> scores[byLength.model(outcomes.prompts().get(i).bytes())][i]));
        best.add(mean(judge, i -> scores[bestSingle][i]));
        random.add(mean(
                judge,
                i -> IntStream.range(0, models)
                        .mapToDouble(m -> scores[m][i])
                        .average()
                        .orElseThrow()));
        oracle.add(mean(
                judge,
                i -> IntStream.range(0, models)
                        .mapToDouble(m -> scores[m][i])
                        .max()
                        .orElseThrow()));
        calibrationError.add(IntStream.range(0, models)
                .mapToDouble(
                        m -> CalibrationError.of(Outcomes.at(utilities[m], judge), Outcomes.at(scores[m], judge), BINS))
                .average()
                .orElseThrow());
    }

    private void addCosts(Outcomes outcomes, double[][] utilities) {
        if (outcomes.costs().length == 0) {
            return;
        }
        List<Offer> singles = CostCurve.singles(outcomes);
        List<Offer> routed = CostCurve.routed(outcomes, utilities);
        double from = singles.stream().mapToDouble(Offer::cost).min().orElseThrow();
        double to = singles.stream().mapToDouble(Offer::cost).max().orElseThrow();
        List<Offer> either = new ArrayList<>(routed);
        either.addAll(singles.stream().filter(offer -> offer.cost() == from).toList());
        area.add(CostCurve.area(Frontier.of(either), from, to));
        mixArea.add(CostCurve.area(Frontier.of(singles), from, to));
        curve.clear();
        curve.addAll(
                routed.stream().sorted(Comparator.comparingDouble(Offer::cost)).toList());
    }

    static int best(int models, java.util.function.IntToDoubleFunction of) {
        int best = 0;
        for (int m = 1; m < models; m++) {
            best = of.applyAsDouble(m) > of.applyAsDouble(best) ? m : best;
        }
        return best;
    }

    private static double mean(int[] places, java.util.function.IntToDoubleFunction of) {
        return Arrays.stream(places).mapToDouble(of).average().orElseThrow();
    }
}
