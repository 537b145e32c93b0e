package dev.cortado.router.predict;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// A rising curve from raw scores to what they were worth: of all rising ones the nearest by least squares, found by
/// pooling neighbours that fall (Barlow et al. 1972; for calibration, Zadrozny and Elkan, KDD 2002). Between the
/// middles
/// of its steps it goes on a line, so that different scores stay different; beyond its ends it is level.
final class Isotonic {

    private final double[] scores;
    private final double[] values;

    private Isotonic(double[] scores, double[] values) {
        this.scores = scores;
        this.values = values;
    }

    static Isotonic fit(double[] scores, double[] worth) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] middles = new double[order.length];
        double[] means = new double[order.length];
        int[] weights = new int[order.length];
        int size = 0;
        for (int place : order) {
            middles[size] = scores[place];
            means[size] = worth[place];
            weights[size++] = 1;
            while (size > 1 && (means[size - 2] >= means[size - 1] || middles[size - 2] == middles[size - 1])) {
                int sum = weights[size - 2] + weights[size - 1];
                means[size - 2] = (means[size - 2] * weights[size - 2] + means[size - 1] * weights[size - 1]) / sum;
                middles[size - 2] =
                        (middles[size - 2] * weights[size - 2] + middles[size - 1] * weights[size - 1]) / sum;
                weights[size - 2] = sum;
                size--;
            }
        }
        return new Isotonic(Arrays.copyOf(middles, size), Arrays.copyOf(means, size));
    }

    void write(DataOutputStream out) throws IOException {
        Numbers.write(out, scores);
        Numbers.write(out, values);
    }

    static Isotonic read(DataInputStream in) throws IOException {
        return new Isotonic(Numbers.doubles(in), Numbers.doubles(in));
    }

    double at(double score) {
        int found = Arrays.binarySearch(scores, score);
        if (found >= 0) {
            return values[found];
        }
        int above = -found - 1;
        if (above == 0) {
            return values[0];
        }
        if (above == scores.length) {
            return values[above - 1];
        }
        double part = (score - scores[above - 1]) / (scores[above] - scores[above - 1]);
        return values[above - 1] + part * (values[above] - values[above - 1]);
    }
}
