package dev.cortado.router.predict;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// How far a variant's answers differed from what was predicted. A single answer says little where answers are right or
/// wrong, so groups of prompts with neighbouring predictions are judged: the bounds are quantiles of how far groups'
/// means
/// lie from their predictions (split-conformal in form: Vovk et al. 2005; Lei et al., JASA 113, 2018).
///
/// @param below what to add to a prediction for its lower bound, 0 or less
/// @param above the same for its upper bound, 0 or more
record ResidualBound(double below, double above) {

    private static final int GROUP = 25;

    /// Share of groups that may lie beyond each bound.
    private static final double BEYOND = .1;

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
        int beyond = (int) Math.floor(BEYOND * (groups - 1));
        return new ResidualBound(Math.min(0, residuals[beyond]), Math.max(0, residuals[groups - 1 - beyond]));
    }
}
