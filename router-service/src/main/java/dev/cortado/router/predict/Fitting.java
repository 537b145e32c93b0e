package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Makes a model from ratings. Everything that judges predictions is made from predictions of prompts unseen: the
/// labels are cut into five folds, and each is predicted by the layers fitted to the other four.
final class Fitting {

    private static final int FOLDS = 5;

    /// Share of prompts like those seen that count as strangers.
    private static final double STRANGERS = .1;

    private final Ratings ratings;
    private final int[] order;
    private final SplittableRandom random;
    /// Of all prompts' sentences; null where not all of them have one of one form.
    private final @Nullable String sentenceForm;

    private Fitting(Ratings ratings, long seed) {
        this.ratings = ratings;
        this.random = new SplittableRandom(seed);
        this.sentenceForm = SentenceRidge.formOf(ratings.prompts());
        this.order = Shuffle.of(ratings.size(), random);
    }

    static UtilityModel fit(Ratings ratings, long seed) {
        return new Fitting(ratings, seed).model();
    }

    private UtilityModel model() {
        Prototypes prototypes = Prototypes.of(ratings.prompts(), random.split());
        List<Prototypes.Nearness> near =
                ratings.prompts().stream().map(prototypes::nearness).toList();
        double[][][] unseen = unseen(near, prototypes.count());
        Blend blend = new Blend(scales(unseen), LengthPrior.fit(ratings), familiarFrom());
        double[][] classes = unseenClasses();
        Scale[] classScales = Arrays.stream(classes).map(Scale::of).toArray(Scale[]::new);
        Curves curves = curves(unseen, blend, near, classes, classScales);
        Curves unread = sentenceForm == null
                ? curves
                : curves(
                        Arrays.stream(unseen).map(Layers::withoutSentence).toArray(double[][][]::new),
                        blend,
                        near,
                        classes,
                        classScales);
        return new UtilityModel(
                prototypes,
                Layers.fit(ratings, near, prototypes.count(), sentenceForm),
                blend,
                curves,
                unread,
                new ByClass(ClassScores.fit(ratings), classScales));
    }

    /// @param unseen by prompt, layer and variant
    /// @param classes by variant, then by prompt
    private Curves curves(
            double[][][] unseen, Blend blend, List<Prototypes.Nearness> near, double[][] classes, Scale[] classScales) {
        Calibrated[] alone = new Calibrated[ratings.variants()];
        Calibrated[] named = new Calibrated[ratings.variants()];
        for (int v = 0; v < alone.length; v++) {
            double[] scores = new double[ratings.size()];
            double[] withClass = new double[ratings.size()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = blend.score(unseen[i], prompt(i), near.get(i).familiarity(), v);
                double familiar = blend.familiar(near.get(i).familiarity());
                withClass[i] = scores[i] + ByClass.added(classes[v][i], familiar, classScales[v]);
            }
            alone[v] = Calibrated.fit(scores, ratings.scores()[v]);
            named[v] = Calibrated.fit(withClass, ratings.scores()[v]);
        }
        return new Curves(alone, named);
    }

    /// What the classes say of each prompt that had no part in their means: by variant, then by prompt.
    private double[][] unseenClasses() {
        double[][] all = new double[ratings.variants()][ratings.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            ClassScores classes = ClassScores.fit(ratings.at(seen(fold)));
            for (int place : fold(fold)) {
                for (int v = 0; v < all.length; v++) {
                    all[v][place] = classes.of(ratings.classes().get(place), v);
                }
            }
        }
        return all;
    }

    private PromptFeatures prompt(int place) {
        return ratings.prompts().get(place);
    }

    /// What the layers say of each prompt that had no part in fitting them: by prompt, layer and variant.
    private double[][][] unseen(List<Prototypes.Nearness> near, int prototypes) {
        double[][][] all = new double[ratings.size()][][];
        for (int fold = 0; fold < FOLDS; fold++) {
            int[] seen = seen(fold);
            Layers layers = Layers.fit(
                    ratings.at(seen), Arrays.stream(seen).mapToObj(near::get).toList(), prototypes, sentenceForm);
            for (int place : fold(fold)) {
                all[place] = layers.scores(prompt(place), near.get(place));
            }
        }
        return all;
    }

    private Scale[][] scales(double[][][] unseen) {
        Scale[][] scales = new Scale[unseen[0].length][ratings.variants()];
        for (int layer = 0; layer < scales.length; layer++) {
            for (int v = 0; v < ratings.variants(); v++) {
                int l = layer;
                int variant = v;
                scales[layer][v] = Scale.of(Arrays.stream(unseen)
                        .mapToDouble(one -> one[l][variant])
                        .toArray());
            }
        }
        return scales;
    }

    /// θ: all but a few prompts of the same kind are nearer to prototypes that were made without them.
    private double familiarFrom() {
        Prototypes without =
                Prototypes.of(Arrays.stream(seen(0)).mapToObj(this::prompt).toList(), random.split());
        double[] familiarities = Arrays.stream(fold(0))
                .mapToDouble(place -> without.nearness(prompt(place)).familiarity())
                .sorted()
                .toArray();
        return familiarities[(int) (STRANGERS * familiarities.length)];
    }

    private int[] fold(int fold) {
        return IntStream.range(0, order.length)
                .filter(i -> i % FOLDS == fold)
                .map(i -> order[i])
                .toArray();
    }

    private int[] seen(int fold) {
        return IntStream.range(0, order.length)
                .filter(i -> i % FOLDS != fold)
                .map(i -> order[i])
                .toArray();
    }
}
