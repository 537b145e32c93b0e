package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A ridge regression of scores on hashed words and pairs of words. A word counts by how rare it is among the prompts
/// that were fitted (`ln((n + 1) / (df + ½))`, after Spärck Jones 1972), a prompt's row has length 1. The weights are
/// found by conjugate gradients (Hestenes and Stiefel 1952) on the words that occur.
final class WordRidge {

    /// The penalty, beside rows of length 1, up to [#FEW] labels; with more of them it falls.
    private static final double PENALTY = 10;

    private static final double FEW = 1500;
    private static final double FALL = .6;

    private static final int UNSEEN = -1;

    private final double[] means;

    /// Of a bucket that was not seen.
    private final float rarityUnseen;

    /// By bucket: where its numbers stand, or [#UNSEEN].
    private final int[] columns;

    /// By column.
    private final float[] rarity;

    /// By column, then by variant, so that a word's weights for all variants lie together.
    private final float[] weights;

    private WordRidge(double[] means, float rarityUnseen, int[] columns, float[] rarity, float[] weights) {
        this.means = means;
        this.rarityUnseen = rarityUnseen;
        this.columns = columns;
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
        int[] columns = columns(IntStream.range(0, frequency.length)
                .filter(bucket -> frequency[bucket] > 0)
                .toArray());
        float[] rarity = new float
                [(int) Arrays.stream(frequency).filter(count -> count > 0).count()];
        for (int bucket = 0; bucket < columns.length; bucket++) {
            if (columns[bucket] != UNSEEN) {
                rarity[columns[bucket]] = rarity(prompts.size(), frequency[bucket]);
            }
        }
        SparseRows rows = SparseRows.of(prompts, rarity, columns, rarity.length);
        int variants = ratings.variants();
        double[] means = new double[variants];
        float[] weights = new float[rarity.length * variants];
        for (int v = 0; v < variants; v++) {
            means[v] = ratings.mean(v);
            double[] deviations = new double[prompts.size()];
            for (int i = 0; i < deviations.length; i++) {
                deviations[i] = ratings.scores()[v][i] - means[v];
            }
            double[] own = rows.ridge(deviations, penalty(prompts.size()));
            for (int column = 0; column < rarity.length; column++) {
                weights[column * variants + v] = (float) own[column] * rarity[column];
            }
        }
        return new WordRidge(means, rarity(prompts.size(), 0), columns, rarity, weights);
    }

    private static double penalty(int labels) {
        return PENALTY * Math.min(1, Math.pow(FEW / labels, FALL));
    }

    private static float rarity(int prompts, int frequency) {
        return (float) Math.log((prompts + 1) / (frequency + .5));
    }

    /// @param seen buckets, rising
    private static int[] columns(int[] seen) {
        int[] columns = new int[PromptFeatures.WORD_BUCKETS];
        Arrays.fill(columns, UNSEEN);
        for (int column = 0; column < seen.length; column++) {
            columns[seen[column]] = column;
        }
        return columns;
    }

    void write(DataOutputStream out) throws IOException {
        Numbers.write(out, means);
        out.writeFloat(rarityUnseen);
        Numbers.write(
                out,
                IntStream.range(0, columns.length)
                        .filter(bucket -> columns[bucket] != UNSEEN)
                        .toArray());
        Numbers.write(out, rarity);
        Numbers.write(out, weights);
    }

    static WordRidge read(DataInputStream in) throws IOException {
        double[] means = Numbers.doubles(in);
        float rarityUnseen = in.readFloat();
        int[] seen = Numbers.ints(in);
        for (int bucket : seen) {
            if (bucket < 0 || bucket >= PromptFeatures.WORD_BUCKETS) {
                throw new IOException("there is no bucket " + bucket);
            }
        }
        return new WordRidge(means, rarityUnseen, columns(seen), Numbers.floats(in), Numbers.floats(in));
    }

    /// Its score for each variant.
    double[] scores(PromptFeatures prompt) {
        double[] scores = new double[means.length];
        double squares = 0;
        for (int bucket : prompt.words()) {
            int column = columns[bucket];
            if (column == UNSEEN) {
                squares += rarityUnseen * rarityUnseen;
                continue;
            }
            squares += rarity[column] * rarity[column];
            int from = column * scores.length;
            for (int v = 0; v < scores.length; v++) {
                scores[v] += weights[from + v];
            }
        }
        double length = squares > 0 ? Math.sqrt(squares) : 1;
        for (int v = 0; v < scores.length; v++) {
            scores[v] = means[v] + scores[v] / length;
        }
        return scores;
    }
}
