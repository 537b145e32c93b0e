package dev.cortado.bench.engine;

import java.util.List;

/// How two quantities that were measured in pairs relate: the geometric mean of their ratios and its interval of 95
/// percent, by Student's t on the logarithms.
record Ratio(double mean, double low, double high) {

    /// Two-sided 95 % quantiles of Student's t for 1, 2, ... degrees of freedom.
    private static final double[] T95 = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131
    };

    private static final double T95_OF_MANY = 2.1;

    /// @param ratios one of each pair; with a single one the interval is unknown and as wide as can be
    static Ratio of(List<Double> ratios) {
        int count = ratios.size();
        double mean = ratios.stream().mapToDouble(Math::log).average().orElseThrow();
        if (count == 1) {
            return new Ratio(Math.exp(mean), 0, Double.MAX_VALUE);
        }
        double squares = ratios.stream()
                .mapToDouble(ratio -> Math.pow(Math.log(ratio) - mean, 2))
                .sum();
        double quantile = count - 2 < T95.length ? T95[count - 2] : T95_OF_MANY;
        double half = quantile * Math.sqrt(squares / (count - 1) / count);
        return new Ratio(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half));
    }
}
