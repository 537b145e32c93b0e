package dev.cortado.bench.calibration;

/// A mean of scores between 0 and 1, and the interval that holds the true one with 95 %: Wilson's score interval
/// (E. B. Wilson, JASA 22, 1927). Its formula is for scores of 0 or 1 only; the variance of scores between them is
/// smaller than mean × (1 − mean), so for those it is wider than it need be, never too narrow.
public record Interval(double mean, double low, double high, int count) {

    private static final double Z = 1.959964;

    public static Interval of(double[] scores) {
        int n = scores.length;
        if (n == 0) {
            throw new IllegalArgumentException("no score");
        }
        double mean = java.util.Arrays.stream(scores).average().orElseThrow();
        double z2 = Z * Z;
        double centre = (mean + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z / (1 + z2 / n) * Math.sqrt(mean * (1 - mean) / n + z2 / (4.0 * n * n));
        // Of scores that are all 0 or all 1 the mean is an end of the interval, which rounding could put beyond it.
        return new Interval(mean, Math.clamp(centre - half, 0, mean), Math.clamp(centre + half, mean, 1), n);
    }
}
