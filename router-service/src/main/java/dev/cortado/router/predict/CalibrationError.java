package dev.cortado.router.predict;

import java.util.Comparator;
import java.util.stream.IntStream;

/// How far predictions lie from what came, on average: the expected calibration error over bins of equally many
/// predictions (Naeini, Cooper, Hauskrecht, AAAI 2015; Nguyen and O'Connor, EMNLP 2015, for equal counts).
public final class CalibrationError {

    private CalibrationError() {}

    /// @param bins of neighbouring predictions, at most as many as there are predictions
    public static double of(double[] predicted, double[] worth, int bins) {
        int[] order = IntStream.range(0, predicted.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> predicted[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double error = 0;
        for (int bin = 0; bin < bins; bin++) {
            int from = (int) ((long) bin * order.length / bins);
            int to = (int) ((long) (bin + 1) * order.length / bins);
            double difference = 0;
            for (int i = from; i < to; i++) {
                difference += predicted[order[i]] - worth[order[i]];
            }
            error += Math.abs(difference) / order.length;
        }
        return error;
    }
}
