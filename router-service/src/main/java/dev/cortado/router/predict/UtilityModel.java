package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// Predicts the utility of every variant from a prompt's features, in microseconds whatever the number of labels.
///
/// ```
/// s = z(dense ridge) + z(word ridge) + z(prototypes) + g·ℓ           what the labels say
/// f = 1 / (1 + exp(−k·(familiarity − θ)))                            how much like them the prompt is
/// score = f·s + (1 − f)·h·ℓ,   ℓ = ± z(ln length)                    else what its length says
/// utility = isotonic(score), or isotonic'(score + (f + 3·(1 − f))·z(class)) where the request names the class of its
/// task
/// ```
///
/// Where a sentence model read the prompts that were fitted to, its ridge is a fourth layer, and ¾ of the
/// sum of four stands in place of the sum of three. A prompt that it did not read has that of three, and a
/// curve and bounds of its own.
///
/// Scales, θ, the isotonic curve and the bounds come from predictions of prompts that the predictor had not seen
/// (cross-fitting, five folds). Why this form: `docs/decisions/0045-predicting-utility.md`.
public final class UtilityModel {

    private static final int FORMAT = 4;

    /// Share of groups of prompts that lie beyond a bound, where nobody says another.
    public static final double BEYOND = .1;

    private final Prototypes prototypes;
    private final Layers layers;
    private final Blend blend;
    private final Curves curves;
    private final Curves unread;
    private final ByClass byClass;

    /// @param unread of prompts that no sentence model read where others were, else the same
    UtilityModel(Prototypes prototypes, Layers layers, Blend blend, Curves curves, Curves unread, ByClass byClass) {
        this.prototypes = prototypes;
        this.layers = layers;
        this.blend = blend;
        this.curves = curves;
        this.unread = unread;
        this.byClass = byClass;
    }

    /// @param seed the same seed and ratings, the same predictions
    public static UtilityModel fit(Ratings ratings, long seed) {
        return Fitting.fit(ratings, seed);
    }

    public int variants() {
        return curves.variants();
    }

    /// Whether it goes by what a sentence model makes of prompts too.
    public boolean readsSentences() {
        return layers.sentences() != null;
    }

    /// Of a prompt whose task is of no class that is known of.
    public Prediction predict(PromptFeatures prompt) {
        return predict(prompt, "", BEYOND);
    }

    /// @param taskClass of the prompt's task; empty for none
    /// @param beyond share of groups of prompts that lie beyond each bound, above 0 and up to .5
    public Prediction predict(PromptFeatures prompt, String taskClass, double beyond) {
        Prototypes.Nearness near = prototypes.nearness(prompt);
        double[][] parts = layers.scores(prompt, near);
        boolean named = byClass.classes().knows(taskClass);
        Curves worth = Layers.allSay(parts) ? curves : unread;
        Calibrated[] known = named ? worth.named() : worth.alone();
        double[] scores = new double[known.length];
        double[] utilities = new double[known.length];
        double[] lower = new double[known.length];
        double[] upper = new double[known.length];
        double familiar = blend.familiar(near.familiarity());
        for (int v = 0; v < known.length; v++) {
            double score = blend.score(parts, prompt, near.familiarity(), v);
            scores[v] = named ? byClass.score(score, familiar, taskClass, v) : score;
            utilities[v] = known[v].curve().at(scores[v]);
            lower[v] = utilities[v] + known[v].bound().below(beyond);
            upper[v] = utilities[v] + known[v].bound().above(beyond);
        }
        return new Prediction(utilities, lower, upper, scores, near.familiarity());
    }

    /// How much a prompt is like those that were seen, 0..1.
    ///
    /// @param familiarity of its prediction
    public double familiar(double familiarity) {
        return blend.familiar(familiarity);
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeInt(FORMAT);
        out.writeInt(curves.variants());
        prototypes.write(out);
        layers.write(out);
        blend.write(out);
        curves.write(out);
        if (readsSentences()) {
            unread.write(out);
        }
        byClass.write(out);
    }

    /// @throws IOException where these are not the bytes that [#write] writes
    public static UtilityModel read(DataInputStream in) throws IOException {
        if (in.readInt() != FORMAT) {
            throw new IOException("these are no bytes of a model of utility");
        }
        int variants = Numbers.count(in);
        Prototypes prototypes = Prototypes.read(in);
        Layers layers = Layers.read(in);
        Blend blend = Blend.read(in);
        Curves curves = Curves.read(in, variants);
        Curves unread = layers.sentences() == null ? curves : Curves.read(in, variants);
        return new UtilityModel(prototypes, layers, blend, curves, unread, ByClass.read(in, variants));
    }
}
