package dev.cortado.bench.routing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// How predictions are scored. For two models as RouteLLM does (Ong et al., arXiv 2406.18665, section 4.1): prompts go
/// to the strong model in order of predicted benefit; `PGR(c) = (acc(c) − acc_weak) / (acc_strong − acc_weak)` at a
/// share
/// c of calls of the strong one; APGR is the area under PGR by trapezoids over eleven shares.
final class Scoring {

    private static final int SHARES = 10;

    private Scoring() {}

    /// @param benefit predicted; only its order matters
    static double apgr(double[] benefit, double[] weak, double[] strong) {
        double[] recovered = recovered(benefit, weak, strong);
        double area = 0;
        double last = recovered[0];
        for (int share = 1; share <= SHARES; share++) {
            double next = recovered[(int) Math.round((double) share * weak.length / SHARES)];
            area += (last + next) / (2 * SHARES);
            last = next;
        }
        return area;
    }

    /// CPT: the smallest share of calls at which that much of the gap is recovered.
    static double callShare(double[] benefit, double[] weak, double[] strong, double wanted) {
        double[] recovered = recovered(benefit, weak, strong);
        int calls = 0;
        while (calls < weak.length && recovered[calls] < wanted) {
            calls++;
        }
        return (double) calls / weak.length;
    }

    /// PGR by the number of calls of the strong model.
    private static double[] recovered(double[] benefit, double[] weak, double[] strong) {
        int[] order = order(benefit);
        double gap = Arrays.stream(strong).sum() - Arrays.stream(weak).sum();
        double[] recovered = new double[weak.length + 1];
        double gained = 0;
        for (int i = 0; i < order.length; i++) {
            int prompt = order[order.length - 1 - i];
            gained += strong[prompt] - weak[prompt];
            recovered[i + 1] = gained / gap;
        }
        return recovered;
    }

    private static int[] order(double[] by) {
        return IntStream.range(0, by.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> by[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
