package dev.cortado.router.predict;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// How far a variant's answers fell short of what was predicted. A single answer says little where answers are right or
/// wrong, so groups of prompts with neighbouring predictions are judged: the bound is the quantile of how far groups'
/// means lie below their predictions (split-conformal in form: Vovk et al. 2005; Lei et al., JASA 113, 2018).
final class ResidualBound {

    private static final int GROUP = 25;

    /// Share of groups that may fall lower.
    private static final double BELOW = .1;

    private ResidualBound() {}

    /// @param predicted of prompts that the predictor had not seen
    /// @return what to add to a prediction, 0 or less
    static double of(double[] predicted, double[] worth) {
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
        return Math.min(0, residuals[(int) Math.floor(BELOW * (groups - 1))]);
    }
}
