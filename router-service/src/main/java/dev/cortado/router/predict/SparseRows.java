package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.util.List;

/// The words of prompts as rows of a matrix of which only what is not zero is kept; each row has length 1.
final class SparseRows {

    /// Steps after which the answer is taken as it is. With this penalty some ten suffice.
    private static final int STEPS_MAX = 25;

    /// Share of the first error's square that may be left.
    private static final double LEFT_MAX = 1e-6;

    private final int[][] columns;
    private final float[][] values;
    private final int width;

    private SparseRows(int[][] columns, float[][] values, int width) {
        this.columns = columns;
        this.values = values;
        this.width = width;
    }

    /// @param weight of each column
    /// @param column of each bucket, all of them known
    static SparseRows of(List<PromptFeatures> prompts, float[] weight, int[] column, int width) {
        int[][] columns = new int[prompts.size()][];
        float[][] values = new float[prompts.size()][];
        for (int i = 0; i < columns.length; i++) {
            int[] words = prompts.get(i).words();
            columns[i] = new int[words.length];
            values[i] = new float[words.length];
            double squares = 0;
            for (int w = 0; w < words.length; w++) {
                columns[i][w] = column[words[w]];
                values[i][w] = weight[columns[i][w]];
                squares += values[i][w] * values[i][w];
            }
            for (int w = 0; w < words.length; w++) {
                values[i][w] /= (float) Math.sqrt(squares);
            }
        }
        return new SparseRows(columns, values, width);
    }

    /// `(XᵀX + λI)⁻¹ Xᵀy` by conjugate gradients.
    double[] ridge(double[] y, double penalty) {
        double[] solution = new double[width];
        double[] left = new double[width];
        addTransposed(y, left);
        double[] direction = left.clone();
        double square = dot(left, left);
        double enough = square * LEFT_MAX;
        for (int step = 0; step < STEPS_MAX && square > enough; step++) {
            double[] image = new double[width];
            addTransposed(times(direction), image);
            for (int c = 0; c < width; c++) {
                image[c] += penalty * direction[c];
            }
            double length = square / dot(direction, image);
            for (int c = 0; c < width; c++) {
                solution[c] += length * direction[c];
                left[c] -= length * image[c];
            }
            double next = dot(left, left);
            for (int c = 0; c < width; c++) {
                direction[c] = left[c] + next / square * direction[c];
            }
            square = next;
        }
        return solution;
    }

    private double[] times(double[] vector) {
        double[] product = new double[columns.length];
        for (int i = 0; i < columns.length; i++) {
            for (int w = 0; w < columns[i].length; w++) {
                product[i] += values[i][w] * vector[columns[i][w]];
            }
        }
        return product;
    }

    private void addTransposed(double[] vector, double[] sum) {
        for (int i = 0; i < columns.length; i++) {
            for (int w = 0; w < columns[i].length; w++) {
                sum[columns[i][w]] += values[i][w] * vector[i];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
