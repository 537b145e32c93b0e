package dev.cortado.router.predict;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/// What variants were worth near each prototype: the mean of the scores weighted by degree, drawn to the mean of all by
/// some labels' worth (a kernel regression, Nadaraya 1964 and Watson 1964, with the labels gathered at the prototypes).
final class PrototypeScores {

    /// Labels' worth of the mean of all that each prototype begins with.
    private static final double BEGINNING = 4;

    private final double[] means;

    /// By prototype, then by variant: how far from the mean.
    private final double[][] deviations;

    private PrototypeScores(double[] means, double[][] deviations) {
        this.means = means;
        this.deviations = deviations;
    }

    /// @param near of each prompt
    static PrototypeScores fit(Ratings ratings, List<Prototypes.Nearness> near, int prototypes) {
        int variants = ratings.variants();
        double[] means = new double[variants];
        for (int v = 0; v < variants; v++) {
            means[v] = ratings.mean(v);
        }
        double[] weights = new double[prototypes];
        double[][] sums = new double[prototypes][variants];
        for (int i = 0; i < near.size(); i++) {
            float[] degrees = near.get(i).degrees();
            for (int j = 0; j < prototypes; j++) {
                weights[j] += degrees[j];
                for (int v = 0; v < variants; v++) {
                    sums[j][v] += degrees[j] * (ratings.scores()[v][i] - means[v]);
                }
            }
        }
        for (int j = 0; j < prototypes; j++) {
            for (int v = 0; v < variants; v++) {
                sums[j][v] /= weights[j] + BEGINNING;
            }
        }
        return new PrototypeScores(means, sums);
    }

    void write(DataOutputStream out) throws IOException {
        Numbers.write(out, means);
        out.writeInt(deviations.length);
        for (double[] row : deviations) {
            Numbers.write(out, row);
        }
    }

    static PrototypeScores read(DataInputStream in) throws IOException {
        double[] means = Numbers.doubles(in);
        double[][] deviations = new double[Numbers.count(in)][];
        for (int j = 0; j < deviations.length; j++) {
            deviations[j] = Numbers.doubles(in);
        }
        return new PrototypeScores(means, deviations);
    }

    /// Its score for each variant.
    double[] scores(Prototypes.Nearness near) {
        double[] scores = means.clone();
        float[] degrees = near.degrees();
        for (int j = 0; j < degrees.length; j++) {
            for (int v = 0; v < scores.length; v++) {
                scores[v] += degrees[j] * deviations[j][v];
            }
        }
        return scores;
    }
}
