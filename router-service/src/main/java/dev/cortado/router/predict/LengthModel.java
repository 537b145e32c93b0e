package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Predicts how many completion tokens each variant's answer to a prompt takes: a ridge regression of the logarithm of
/// the tokens on meaning and marks, brought back by the factor that makes the sum of predictions of prompts unseen the
/// sum of what came (a smearing estimate: Duan, "Smearing Estimate: A Nonparametric Retransformation Method", JASA 78,
/// 1983, with the ratio of the sums in place of the mean of the ratios, which one long answer would rule). It never
/// goes beyond what was seen of the variant.
public final class LengthModel {

    private static final int FOLDS = 5;

    private final DenseRidge ridge;
    private final double[] factors;
    private final double[] least;
    private final double[] most;

    private LengthModel(DenseRidge ridge, double[] factors, double[] least, double[] most) {
        this.ridge = ridge;
        this.factors = factors;
        this.least = least;
        this.most = most;
    }

    /// @param ratings of the answers
    /// @param lengths in tokens, a row for each variant, a number for each prompt
    public static LengthModel fit(Ratings ratings, double[][] lengths) {
        Ratings tokens = ratings.with(lengths);
        Ratings logarithms = tokens.with(Arrays.stream(lengths)
                .map(row -> Arrays.stream(row).map(Math::log1p).toArray())
                .toArray(double[][]::new));
        double[] came = new double[tokens.variants()];
        double[] predicted = new double[tokens.variants()];
        for (int fold = 0; fold < FOLDS; fold++) {
            int own = fold;
            int[] others = IntStream.range(0, tokens.size())
                    .filter(i -> i % FOLDS != own)
                    .toArray();
            DenseRidge ridge = DenseRidge.fit(logarithms.at(others), DenseFeatures.MEANING_AND_MARKS);
            for (int i = fold; i < tokens.size(); i += FOLDS) {
                double[] scores = ridge.scores(tokens.prompts().get(i));
                for (int v = 0; v < scores.length; v++) {
                    predicted[v] += Math.expm1(scores[v]);
                    came[v] += tokens.scores()[v][i];
                }
            }
        }
        double[] factors = new double[came.length];
        for (int v = 0; v < factors.length; v++) {
            factors[v] = predicted[v] > 0 ? came[v] / predicted[v] : 1;
        }
        return new LengthModel(
                DenseRidge.fit(logarithms, DenseFeatures.MEANING_AND_MARKS),
                factors,
                Arrays.stream(tokens.scores())
                        .mapToDouble(row -> Arrays.stream(row).min().orElseThrow())
                        .toArray(),
                Arrays.stream(tokens.scores())
                        .mapToDouble(row -> Arrays.stream(row).max().orElseThrow())
                        .toArray());
    }

    public int variants() {
        return factors.length;
    }

    /// Expected tokens of each variant's answer.
    public double[] tokens(PromptFeatures prompt) {
        double[] tokens = ridge.scores(prompt);
        for (int v = 0; v < tokens.length; v++) {
            tokens[v] = Math.clamp(factors[v] * Math.expm1(tokens[v]), least[v], most[v]);
        }
        return tokens;
    }

    public void write(DataOutputStream out) throws IOException {
        ridge.write(out);
        Numbers.write(out, factors);
        Numbers.write(out, least);
        Numbers.write(out, most);
    }

    /// @throws IOException where these are not the bytes that [#write] writes
    public static LengthModel read(DataInputStream in) throws IOException {
        return new LengthModel(
                DenseRidge.read(in, DenseFeatures.MEANING_AND_MARKS),
                Numbers.doubles(in),
                Numbers.doubles(in),
                Numbers.doubles(in));
    }
}
