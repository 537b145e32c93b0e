package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.util.List;

/// A ridge regression of scores on hashed words and pairs of words. A word counts by how rare it is among the prompts
/// that were fitted (`ln((n + 1) / (df + ½))`, after Spärck Jones 1972), a prompt's row has length 1. The weights are
/// found by conjugate gradients (Hestenes and Stiefel 1952) on the words that occur.
final class WordRidge {

    /// The penalty, beside rows of length 1.
    private static final double PENALTY = 10;

    private final int variants;
    private final double[] means;
    private final float[] rarity;

    /// By bucket, then by variant, so that a word's weights for all variants lie together.
    private final float[] weights;

    private WordRidge(int variants, double[] means, float[] rarity, float[] weights) {
        this.variants = variants;
        this.means = means;
        this.rarity = rarity;
        this.weights = weights;
    }

    static WordRidge fit(Ratings ratings) {
        List<PromptFeatures> prompts = ratings.prompts();
        int[] frequency = new int[PromptFeatures.WORD_BUCKETS];
        prompts.forEach(prompt -> {
            for (int bucket : prompt.words()) {
                frequency[bucket]++;
            }
        });
        float[] rarity = new float[frequency.length];
        int[] column = new int[frequency.length];
        int columns = 0;
        for (int bucket = 0; bucket < frequency.length; bucket++) {
            rarity[bucket] = (float) Math.log((prompts.size() + 1) / (frequency[bucket] + .5));
            column[bucket] = frequency[bucket] == 0 ? -1 : columns++;
        }
        SparseRows rows = SparseRows.of(prompts, rarity, column, columns);
        int variants = ratings.variants();
        double[] means = new double[variants];
        float[] weights = new float[frequency.length * variants];
        for (int v = 0; v < variants; v++) {
            means[v] = ratings.mean(v);
            double[] deviations = new double[prompts.size()];
            for (int i = 0; i < deviations.length; i++) {
                deviations[i] = ratings.scores()[v][i] - means[v];
            }
            double[] own = rows.ridge(deviations, PENALTY);
            for (int bucket = 0; bucket < column.length; bucket++) {
                if (column[bucket] >= 0) {
                    weights[bucket * variants + v] = (float) own[column[bucket]] * rarity[bucket];
                }
            }
        }
        return new WordRidge(variants, means, rarity, weights);
    }

    /// Its score for each variant.
    double[] scores(PromptFeatures prompt) {
        double[] scores = new double[variants];
        double squares = 0;
        for (int bucket : prompt.words()) {
            squares += rarity[bucket] * rarity[bucket];
            int from = bucket * variants;
            for (int v = 0; v < variants; v++) {
                scores[v] += weights[from + v];
            }
        }
        double length = squares > 0 ? Math.sqrt(squares) : 1;
        for (int v = 0; v < variants; v++) {
            scores[v] = means[v] + scores[v] / length;
        }
        return scores;
    }
}
