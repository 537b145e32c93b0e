package dev.cortado.router.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Typical meanings, and how near a meaning is to each: `exp(cos/τ)`, brought to length 1 over all. Two meanings near
/// the
/// same typical ones are alike, whatever else they share; that keeps what is learnt of one kind of prompt from another.
///
/// The typical meanings are centres of a spherical k-means (Dhillon and Modha, "Concept Decompositions", Machine
/// Learning 42, 2001), begun at references that lie far from each other: each next one is the farthest from all before.
final class Kinds {

    static final int COUNT = 64;

    private static final int ROUNDS = 5;

    /// τ. Small, so that a meaning is near a few only.
    private static final double TEMPERATURE = .05;

    /// Of all references, taken from each meaning: what all prompts have in common tells none apart.
    private final float[] mean;

    private final float[][] centres;

    private Kinds(float[] mean, float[][] centres) {
        this.mean = mean;
        this.centres = centres;
    }

    /// @param reference at least one; where they are fewer than the centres, some centres are the same
    static Kinds of(List<float[]> reference) {
        float[] mean = new float[reference.getFirst().length];
        for (float[] meaning : reference) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += meaning[d] / reference.size();
            }
        }
        Kinds kinds = new Kinds(mean, new float[COUNT][mean.length]);
        List<float[]> points = reference.stream().map(kinds::centred).toList();
        kinds.begin(points);
        for (int round = 0; round < ROUNDS; round++) {
            kinds.move(points);
        }
        return kinds;
    }

    private void begin(List<float[]> points) {
        double[] nearest = new double[points.size()];
        Arrays.fill(nearest, Double.NEGATIVE_INFINITY);
        int next = 0;
        for (int k = 0; k < COUNT; k++) {
            centres[k] = points.get(next).clone();
            for (int i = 0; i < nearest.length; i++) {
                nearest[i] = Math.max(nearest[i], dot(points.get(i), centres[k]));
                next = nearest[i] < nearest[next] ? i : next;
            }
        }
    }

    private void move(List<float[]> points) {
        float[][] sums = new float[COUNT][mean.length];
        for (float[] point : points) {
            int nearest = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < COUNT; k++) {
                double cosine = dot(point, centres[k]);
                nearest = cosine > most ? k : nearest;
                most = Math.max(most, cosine);
            }
            for (int d = 0; d < point.length; d++) {
                sums[nearest][d] += point[d];
            }
        }
        for (int k = 0; k < COUNT; k++) {
            if (normalize(sums[k])) {
                centres[k] = sums[k];
            }
        }
    }

    /// Of length 1, none negative.
    float[] degrees(float[] meaning) {
        float[] point = centred(meaning);
        float[] degrees = new float[COUNT];
        float most = Float.NEGATIVE_INFINITY;
        for (int k = 0; k < COUNT; k++) {
            degrees[k] = (float) dot(point, centres[k]);
            most = Math.max(most, degrees[k]);
        }
        for (int k = 0; k < COUNT; k++) {
            degrees[k] = (float) Math.exp((degrees[k] - most) / TEMPERATURE);
        }
        normalize(degrees);
        return degrees;
    }

    private float[] centred(float[] meaning) {
        float[] point = meaning.clone();
        for (int d = 0; d < point.length; d++) {
            point[d] -= mean[d];
        }
        normalize(point);
        return point;
    }

    private static double dot(float[] a, float[] b) {
        float sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }

    /// @return false where it has no direction
    private static boolean normalize(float[] point) {
        double length = Math.sqrt(dot(point, point));
        if (!(length > 0)) {
            return false;
        }
        for (int d = 0; d < point.length; d++) {
            point[d] /= (float) length;
        }
        return true;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(mean.length);
        for (int d = 0; d < mean.length; d++) {
            out.writeFloat(mean[d]);
            for (float[] centre : centres) {
                out.writeFloat(centre[d]);
            }
        }
    }

    static Kinds read(DataInput in) throws IOException {
        Kinds kinds = new Kinds(new float[in.readInt()], new float[COUNT][]);
        for (int k = 0; k < COUNT; k++) {
            kinds.centres[k] = new float[kinds.mean.length];
        }
        for (int d = 0; d < kinds.mean.length; d++) {
            kinds.mean[d] = in.readFloat();
            for (float[] centre : kinds.centres) {
                centre[d] = in.readFloat();
            }
        }
        return kinds;
    }
}
