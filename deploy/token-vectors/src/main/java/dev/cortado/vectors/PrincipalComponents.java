package dev.cortado.vectors;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/// The directions in which vectors differ most (Pearson 1901), by the eigenvectors of their covariance.
final class PrincipalComponents {

    private PrincipalComponents() {}

    /// @return each vector's coordinates on the first `count` of them, from the mean
    static float[][] project(float[][] vectors, int count) {
        int dimensions = vectors[0].length;
        double[] mean = new double[dimensions];
        for (float[] vector : vectors) {
            for (int d = 0; d < dimensions; d++) {
                mean[d] += vector[d] / (double) vectors.length;
            }
        }
        DMatrixRMaj centred = new DMatrixRMaj(vectors.length, dimensions);
        for (int i = 0; i < vectors.length; i++) {
            for (int d = 0; d < dimensions; d++) {
                centred.set(i, d, vectors[i][d] - mean[d]);
            }
        }
        DMatrixRMaj projected = new DMatrixRMaj(vectors.length, count);
        CommonOps_DDRM.mult(centred, components(centred, count), projected);
        float[][] result = new float[vectors.length][count];
        for (int i = 0; i < vectors.length; i++) {
            for (int d = 0; d < count; d++) {
                result[i][d] = (float) projected.get(i, d);
            }
        }
        return result;
    }

    private static DMatrixRMaj components(DMatrixRMaj centred, int count) {
        DMatrixRMaj covariance = new DMatrixRMaj(centred.numCols, centred.numCols);
        CommonOps_DDRM.multInner(centred, covariance);
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(centred.numCols, true, true);
        if (!eigen.decompose(covariance)) {
            throw new IllegalStateException("the covariance has no eigenvectors");
        }
        int[] order = IntStream.range(0, centred.numCols)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
                .mapToInt(Integer::intValue)
                .toArray();
        DMatrixRMaj components = new DMatrixRMaj(centred.numCols, count);
        for (int c = 0; c < count; c++) {
            double[] vector = Arrays.copyOf(eigen.getEigenVector(order[c]).getData(), centred.numCols);
            int largest = IntStream.range(0, vector.length)
                    .reduce((a, b) -> Math.abs(vector[a]) >= Math.abs(vector[b]) ? a : b)
                    .orElseThrow();
            double sign = Math.signum(vector[largest]);
            for (int d = 0; d < vector.length; d++) {
                components.set(d, c, sign * vector[d]);
            }
        }
        return components;
    }
}
