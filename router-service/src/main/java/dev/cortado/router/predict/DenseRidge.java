package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/// A ridge regression of scores on dense features (Hoerl and Kennard, "Ridge Regression", Technometrics 12, 1970):
/// `w = (XᵀX + λnI)⁻¹ Xᵀ(y − ȳ)` over standardized columns, by Cholesky. One factorisation serves all variants.
final class DenseRidge {

    /// λ: the penalty for each label.
    private static final double PENALTY = 6;

    private final DenseFeatures features;
    private final float[][] weights;
    private final double[] intercepts;

    private DenseRidge(DenseFeatures features, float[][] weights, double[] intercepts) {
        this.features = features;
        this.weights = weights;
        this.intercepts = intercepts;
    }

    static DenseRidge fit(Ratings ratings, DenseFeatures features) {
        DenseRows rows = DenseRows.of(ratings.prompts(), features);
        int columns = rows.matrix.numCols;
        DMatrixRMaj gram = new DMatrixRMaj(columns, columns);
        CommonOps_DDRM.multInner(rows.matrix, gram);
        for (int c = 0; c < columns; c++) {
            gram.add(c, c, PENALTY * ratings.size());
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(columns);
        if (!solver.setA(gram)) {
            throw new IllegalStateException("a matrix with a ridge has no Cholesky factor");
        }
        float[][] weights = new float[ratings.variants()][columns];
        double[] intercepts = new double[ratings.variants()];
        for (int v = 0; v < weights.length; v++) {
            double mean = ratings.mean(v);
            DMatrixRMaj deviations = new DMatrixRMaj(ratings.size(), 1);
            for (int i = 0; i < ratings.size(); i++) {
                deviations.set(i, 0, ratings.scores()[v][i] - mean);
            }
            DMatrixRMaj right = new DMatrixRMaj(columns, 1);
            DMatrixRMaj solution = new DMatrixRMaj(columns, 1);
            CommonOps_DDRM.multTransA(rows.matrix, deviations, right);
            solver.solve(right, solution);
            intercepts[v] = mean;
            for (int c = 0; c < columns; c++) {
                double weight = solution.get(c, 0) / rows.deviations[c];
                weights[v][c] = (float) weight;
                intercepts[v] -= weight * rows.means[c];
            }
        }
        return new DenseRidge(features, weights, intercepts);
    }

    void write(DataOutputStream out) throws IOException {
        Numbers.write(out, intercepts);
        for (float[] own : weights) {
            Numbers.write(out, own);
        }
    }

    static DenseRidge read(DataInputStream in, DenseFeatures features) throws IOException {
        double[] intercepts = Numbers.doubles(in);
        float[][] weights = new float[intercepts.length][];
        for (int v = 0; v < weights.length; v++) {
            weights[v] = Numbers.floats(in);
        }
        return new DenseRidge(features, weights, intercepts);
    }

    /// Its score for each variant.
    double[] scores(PromptFeatures prompt) {
        double[] scores = intercepts.clone();
        int from = 0;
        for (float[] block : features.of(prompt)) {
            for (int v = 0; v < scores.length; v++) {
                scores[v] += dot(block, weights[v], from);
            }
            from += block.length;
        }
        return scores;
    }

    /// Four sums side by side, as one alone would wait for each addition.
    private static double dot(float[] values, float[] weights, int from) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < values.length; i += 4) {
            a += values[i] * weights[from + i];
            b += values[i + 1] * weights[from + i + 1];
            c += values[i + 2] * weights[from + i + 2];
            d += values[i + 3] * weights[from + i + 3];
        }
        for (; i < values.length; i++) {
            a += values[i] * weights[from + i];
        }
        return (double) a + b + c + d;
    }
}
