package dev.cortado.router.estimate;

import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.predict.CalibrationError;
import dev.cortado.router.predict.LengthModel;
import dev.cortado.router.predict.Prediction;
import dev.cortado.router.predict.Ratings;
import dev.cortado.router.predict.UtilityModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A predictor made of a calibration and of labels from outside, and how good it is. Making one takes seconds of a
/// core.
///
/// @param labels scores that it was made of
/// @param calibrationError of the same fit without a fifth of the tasks, on that fifth: how far what was predicted lies
///     from what came, in [#BINS] bins of a variant's predictions, over all variants
public record PredictorFit(Predictor predictor, int labels, double calibrationError, Duration took) {

    /// Bins of predictions that calibration is judged in.
    public static final int BINS = 10;

    private static final int FOLDS = 5;
    /// What is held out must be enough to be judged.
    private static final int TASKS_LEAST = FOLDS * Ratings.PROMPTS_MIN;

    private static final long SEED = 1;

    /// @param imported of other names than the calibration's tasks
    /// @param read a prompt's features
    /// @param tasksMin variants that were scored on fewer tasks are not predicted; at least 100 are needed
    /// @return empty where no variant is
    public static Optional<PredictorFit> of(
            Measurements measurements, List<ScoredTask> imported, Function<String, PromptFeatures> read, int tasksMin) {
        long begun = System.nanoTime();
        List<Predictor.Part> parts = new ArrayList<>();
        int scores = 0;
        double errors = 0;
        int variants = 0;
        for (Labels labels : Labels.of(measurements, imported, Math.max(TASKS_LEAST, tasksMin))) {
            Ratings ratings = labels.ratings(read);
            int[] told = labels.told();
            parts.add(new Predictor.Part(
                    labels.variants(),
                    UtilityModel.fit(ratings, SEED),
                    told.length < TASKS_LEAST ? null : LengthModel.fit(ratings.at(told), labels.lengths(told))));
            scores += ratings.size() * ratings.variants();
            errors += heldOutError(ratings) * ratings.variants();
            variants += ratings.variants();
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new PredictorFit(
                        new Predictor(parts), scores, errors / variants, Duration.ofNanos(System.nanoTime() - begun)));
    }

    /// The mean over the variants.
    private static double heldOutError(Ratings ratings) {
        Ratings seen = ratings.at(places(ratings.size(), false));
        Ratings held = ratings.at(places(ratings.size(), true));
        UtilityModel model = UtilityModel.fit(seen, SEED);
        List<Prediction> predictions = IntStream.range(0, held.size())
                .mapToObj(i -> model.predict(held.prompts().get(i)))
                .toList();
        return IntStream.range(0, held.variants())
                .mapToDouble(v -> CalibrationError.of(
                        predictions.stream()
                                .mapToDouble(one -> one.utilities()[v])
                                .toArray(),
                        held.scores()[v],
                        BINS))
                .average()
                .orElseThrow();
    }

    /// Every fifth place, or all others. Tasks come by the names of their templates, so that each template has both.
    private static int[] places(int count, boolean held) {
        return IntStream.range(0, count).filter(i -> (i % FOLDS == 0) == held).toArray();
    }
}
