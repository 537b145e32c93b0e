package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Typical meanings: the centres of a spherical k-means (Dhillon and Modha, "Concept Decompositions", Machine Learning
/// 42, 2001) over the prompts that were seen. A prompt is near each of them in some degree,
/// `exp(cos / τ) / Σ exp(cos / τ)`; that takes the same time however many labels there are, where a search for nearest
/// neighbours would not.
final class Prototypes {

    private static final int COUNT_MAX = 256;
    private static final int ROUNDS = 5;

    /// τ of the degrees, up to [#FEW] labels; with more of them, nearer prototypes count for more.
    private static final double TEMPERATURE = .1;

    private static final double FEW = 1500;
    private static final double FALL = .3;

    private final float[] mean;

    /// By dimension, then by prototype.
    private final float[][] centres;

    private final int count;
    private final double temperature;

    private Prototypes(float[] mean, float[][] centres, int count, double temperature) {
        this.mean = mean;
        this.centres = centres;
        this.count = count;
        this.temperature = temperature;
    }

    /// How near a prompt is to each prototype.
    ///
    /// @param degrees sum to 1
    /// @param familiarity cosine to the nearest, -1..1
    @SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
    record Nearness(float[] degrees, double familiarity) {}

    static Prototypes of(List<PromptFeatures> prompts, RandomGenerator random) {
        int dimensions = prompts.getFirst().meaning().length;
        float[] mean = new float[dimensions];
        for (PromptFeatures prompt : prompts) {
            for (int d = 0; d < dimensions; d++) {
                mean[d] += prompt.meaning()[d] / prompts.size();
            }
        }
        int count = Math.min(COUNT_MAX, prompts.size());
        Prototypes current = new Prototypes(mean, new float[dimensions][count], count, temperature(prompts.size()));
        float[][] centred = prompts.stream().map(current::centred).toArray(float[][]::new);
        int[] order = Shuffle.of(prompts.size(), random);
        for (int j = 0; j < count; j++) {
            current.set(j, centred[order[j]]);
        }
        for (int round = 0; round < ROUNDS; round++) {
            current.move(centred);
        }
        return current;
    }

    void write(DataOutputStream out) throws IOException {
        Numbers.write(out, mean);
        out.writeInt(count);
        out.writeDouble(temperature);
        for (float[] row : centres) {
            Numbers.write(out, row);
        }
    }

    static Prototypes read(DataInputStream in) throws IOException {
        float[] mean = Numbers.floats(in);
        int count = Numbers.count(in);
        double temperature = in.readDouble();
        float[][] centres = new float[mean.length][];
        for (int d = 0; d < centres.length; d++) {
            centres[d] = Numbers.floats(in);
        }
        return new Prototypes(mean, centres, count, temperature);
    }

    private static double temperature(int labels) {
        return TEMPERATURE * Math.min(1, Math.pow(FEW / labels, FALL));
    }

    private void move(float[][] points) {
        float[][] sums = new float[count][mean.length];
        for (float[] point : points) {
            float[] cosines = cosines(point);
            int nearest = 0;
            for (int j = 1; j < count; j++) {
                nearest = cosines[j] > cosines[nearest] ? j : nearest;
            }
            for (int d = 0; d < point.length; d++) {
                sums[nearest][d] += point[d];
            }
        }
        for (int j = 0; j < count; j++) {
            if (normalize(sums[j])) {
                set(j, sums[j]);
            }
        }
    }

    private void set(int prototype, float[] point) {
        for (int d = 0; d < point.length; d++) {
            centres[d][prototype] = point[d];
        }
    }

    int count() {
        return count;
    }

    Nearness nearness(PromptFeatures prompt) {
        float[] degrees = cosines(centred(prompt));
        float largest = Float.NEGATIVE_INFINITY;
        for (float cosine : degrees) {
            largest = Math.max(largest, cosine);
        }
        float sum = 0;
        for (int j = 0; j < count; j++) {
            degrees[j] = (float) Math.exp((degrees[j] - largest) / temperature);
            sum += degrees[j];
        }
        for (int j = 0; j < count; j++) {
            degrees[j] /= sum;
        }
        return new Nearness(degrees, largest);
    }

    /// To every prototype: dimension by dimension, so that the processor adds several at once.
    private float[] cosines(float[] point) {
        float[] cosines = new float[count];
        for (int d = 0; d < point.length; d++) {
            float value = point[d];
            float[] row = centres[d];
            for (int j = 0; j < cosines.length; j++) {
                cosines[j] += value * row[j];
            }
        }
        return cosines;
    }

    private float[] centred(PromptFeatures prompt) {
        float[] point = Arrays.copyOf(prompt.meaning(), mean.length);
        for (int d = 0; d < point.length; d++) {
            point[d] -= mean[d];
        }
        normalize(point);
        return point;
    }

    /// @return false where it has no direction
    private static boolean normalize(float[] point) {
        double squares = 0;
        for (float value : point) {
            squares += (double) value * value;
        }
        float length = (float) Math.sqrt(squares);
        if (!(length > 0)) {
            return false;
        }
        for (int d = 0; d < point.length; d++) {
            point[d] /= length;
        }
        return true;
    }
}
