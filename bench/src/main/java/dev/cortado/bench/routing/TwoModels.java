package dev.cortado.bench.routing;

import dev.cortado.router.predict.CalibrationError;
import dev.cortado.router.predict.Prediction;
import dev.cortado.router.predict.UtilityModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// A weak and a strong model: how much of the gap between them is recovered at each share of strong calls.
///
/// @param ours, length, random, oracle APGR
/// @param callsForHalf share of strong calls that recovers half of the gap; likewise four fifths
/// @param calibrationError of the strong model's predicted utility, in 15 bins
record TwoModels(
        Spread ours,
        Spread length,
        Spread random,
        Spread oracle,
        Spread callsForHalf,
        Spread callsForFourFifths,
        Spread calibrationError) {

    private static final int BINS = 15;
    private static final double HALF = .5;
    private static final double FOUR_FIFTHS = .8;

    static TwoModels measure(Outcomes outcomes, int labels, int seeds) {
        TwoModels all = empty();
        for (int seed = 0; seed < seeds; seed++) {
            Splits split = Splits.of(outcomes.size(), labels, seed);
            UtilityModel model = UtilityModel.fit(outcomes.ratings(split.learn()), seed);
            all.add(outcomes, split.judge(), model, seed);
            System.err.printf("%d labels, split %d of %d: APGR so far %s%n", labels, seed + 1, seeds, all.ours);
        }
        return all;
    }

    private static TwoModels empty() {
        return new TwoModels(
                new Spread(), new Spread(), new Spread(), new Spread(), new Spread(), new Spread(), new Spread());
    }

    private void add(Outcomes outcomes, int[] judge, UtilityModel model, long seed) {
        double[] weak = Outcomes.at(outcomes.scores()[Outcomes.WEAK], judge);
        double[] strong = Outcomes.at(outcomes.scores()[Outcomes.STRONG], judge);
        double[] benefit = new double[judge.length];
        double[] success = new double[judge.length];
        for (int i = 0; i < judge.length; i++) {
            Prediction prediction = model.predict(outcomes.prompts().get(judge[i]));
            success[i] = prediction.utilities()[Outcomes.STRONG];
            benefit[i] = success[i] - prediction.utilities()[Outcomes.WEAK];
        }
        SplittableRandom dice = new SplittableRandom(seed);
        ours.add(Scoring.apgr(benefit, weak, strong));
        length.add(Scoring.apgr(lengths(outcomes, judge), weak, strong));
        random.add(Scoring.apgr(dice.doubles(judge.length).toArray(), weak, strong));
        oracle.add(Scoring.apgr(
                IntStream.range(0, judge.length)
                        .mapToDouble(i -> strong[i] - weak[i])
                        .toArray(),
                weak,
                strong));
        callsForHalf.add(Scoring.callShare(benefit, weak, strong, HALF));
        callsForFourFifths.add(Scoring.callShare(benefit, weak, strong, FOUR_FIFTHS));
        calibrationError.add(CalibrationError.of(success, strong, BINS));
    }

    /// Each group in turn is what was never seen: APGR on it, ours and by length alone.
    static Map<String, double[]> heldOut(Outcomes outcomes, int labels) {
        Map<String, double[]> byGroup = new LinkedHashMap<>();
        int[] order = Splits.shuffled(outcomes.size(), 0);
        List<String> groups = new ArrayList<>(new TreeSet<>(outcomes.groups()));
        for (String group : groups) {
            int[] judge = Arrays.stream(order)
                    .filter(i -> outcomes.groups().get(i).equals(group))
                    .toArray();
            int[] learn = Arrays.stream(order)
                    .filter(i -> !outcomes.groups().get(i).equals(group))
                    .limit(labels)
                    .toArray();
            TwoModels one = empty();
            one.add(outcomes, judge, UtilityModel.fit(outcomes.ratings(learn), 0), 0);
            byGroup.put(group, new double[] {one.ours.mean(), one.length.mean(), judge.length});
            System.err.printf("%d of %d domains held out%n", byGroup.size(), groups.size());
        }
        return byGroup;
    }

    private static double[] lengths(Outcomes outcomes, int[] places) {
        return Arrays.stream(places)
                .mapToDouble(i -> (double) outcomes.prompts().get(i).bytes())
                .toArray();
    }
}
