package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;

/// Predicts the utility of every variant from a prompt's features, in microseconds whatever the number of labels.
///
/// ```
/// s = z(dense ridge) + z(word ridge) + z(prototypes) + g·ℓ           what the labels say
/// f = 1 / (1 + exp(−k·(familiarity − θ)))                            how much like them the prompt is
/// score = f·s + (1 − f)·h·ℓ,   ℓ = ± z(ln length)                    else what its length says
/// utility = isotonic(score)
/// ```
///
/// Scales, θ, the isotonic curve and the bounds come from predictions of prompts that the predictor had not seen
/// (cross-fitting, five folds). Why this form: `docs/decisions/0045-predicting-utility.md`.
public final class UtilityModel {

    private final Prototypes prototypes;
    private final Layers layers;
    private final Blend blend;
    private final Isotonic[] curves;
    private final double[] bounds;

    UtilityModel(Prototypes prototypes, Layers layers, Blend blend, Isotonic[] curves, double[] bounds) {
        this.prototypes = prototypes;
        this.layers = layers;
        this.blend = blend;
        this.curves = curves;
        this.bounds = bounds;
    }

    /// @param seed the same seed and ratings, the same predictions
    public static UtilityModel fit(Ratings ratings, long seed) {
        return Fitting.fit(ratings, seed);
    }

    public int variants() {
        return curves.length;
    }

    public Prediction predict(PromptFeatures prompt) {
        Prototypes.Nearness near = prototypes.nearness(prompt);
        double[][] parts = layers.scores(prompt, near);
        double[] scores = new double[curves.length];
        double[] utilities = new double[curves.length];
        double[] lower = new double[curves.length];
        for (int v = 0; v < curves.length; v++) {
            scores[v] = blend.score(parts, prompt, near.familiarity(), v);
            utilities[v] = curves[v].at(scores[v]);
            lower[v] = utilities[v] + bounds[v];
        }
        return new Prediction(utilities, lower, scores, near.familiarity());
    }
}
