package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/// Dense features of prompts as rows of a matrix, each column with mean 0 and standard deviation 1 over these prompts.
final class DenseRows {

    /// Below this a column is the same for all prompts and says nothing.
    private static final double DEVIATION_MIN = 1e-6;

    final DMatrixRMaj matrix;
    final double[] means;
    final double[] deviations;

    private DenseRows(DMatrixRMaj matrix, double[] means, double[] deviations) {
        this.matrix = matrix;
        this.means = means;
        this.deviations = deviations;
    }

    static DenseRows of(List<PromptFeatures> prompts, DenseFeatures which) {
        int columns = which.count(prompts.getFirst());
        DMatrixRMaj matrix = new DMatrixRMaj(prompts.size(), columns);
        for (int i = 0; i < prompts.size(); i++) {
            int c = 0;
            for (float[] block : which.of(prompts.get(i))) {
                for (float value : block) {
                    matrix.set(i, c++, value);
                }
            }
        }
        double[] means = new double[columns];
        double[] deviations = new double[columns];
        for (int c = 0; c < columns; c++) {
            standardize(matrix, c, means, deviations);
        }
        return new DenseRows(matrix, means, deviations);
    }

    private static void standardize(DMatrixRMaj matrix, int column, double[] means, double[] deviations) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < matrix.numRows; i++) {
            double value = matrix.get(i, column);
            sum += value;
            squares += value * value;
        }
        double mean = sum / matrix.numRows;
        double deviation = Math.sqrt(Math.max(0, squares / matrix.numRows - mean * mean));
        means[column] = mean;
        deviations[column] = deviation < DEVIATION_MIN ? Double.POSITIVE_INFINITY : deviation;
        for (int i = 0; i < matrix.numRows; i++) {
            matrix.set(i, column, (matrix.get(i, column) - mean) / deviations[column]);
        }
    }
}
