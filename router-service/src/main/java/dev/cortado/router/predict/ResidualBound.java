package dev.cortado.router.predict;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// How far a variant's answers differed from what was predicted. A single answer says little where answers are right or
/// wrong, so groups of prompts with neighbouring predictions are judged: the bounds are quantiles of how far groups'
/// means lie from their predictions (split-conformal in form: Vovk et al. 2005; Lei et al., JASA 113, 2018).
///
/// @param residuals of the groups, rising; at least one
@SuppressWarnings("ArrayRecordComponent") // A row of numbers: copies would cost more than what they are for.
record ResidualBound(double[] residuals) {

    private static final int GROUP = 25;

    /// @param predicted of prompts that the predictor had not seen
    static ResidualBound of(double[] predicted, double[] worth) {
        int[] order = IntStream.range(0, predicted.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> predicted[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int groups = Math.max(1, order.length / GROUP);
        double[] residuals = new double[groups];
        for (int g = 0; g < groups; g++) {
            int from = (int) ((long) g * order.length / groups);
            int to = (int) ((long) (g + 1) * order.length / groups);
            for (int i = from; i < to; i++) {
                residuals[g] += (worth[order[i]] - predicted[order[i]]) / (to - from);
            }
        }
        Arrays.sort(residuals);
        return new ResidualBound(residuals);
    }

    /// What to add to a prediction for its lower bound, 0 or less.
    ///
    /// @param beyond share of groups that lie below it, above 0 and up to .5; of few groups none does
    double below(double beyond) {
        return Math.min(0, residuals[place(beyond)]);
    }

    /// What to add to a prediction for its upper bound, 0 or more.
    ///
    /// @param beyond share of groups that lie above it, above 0 and up to .5
    double above(double beyond) {
        return Math.max(0, residuals[residuals.length - 1 - place(beyond)]);
    }

    private int place(double beyond) {
        return (int) (beyond * (residuals.length - 1));
    }

    void write(DataOutputStream out) throws IOException {
        Numbers.write(out, residuals);
    }

    static ResidualBound read(DataInputStream in) throws IOException {
        double[] residuals = Numbers.doubles(in);
        if (residuals.length == 0) {
            throw new IOException("a bound without residuals");
        }
        return new ResidualBound(residuals);
    }
}
