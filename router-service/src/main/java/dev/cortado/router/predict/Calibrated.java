package dev.cortado.router.predict;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/// What a variant's raw scores are worth, and how far from it groups of answers may lie.
record Calibrated(Isotonic curve, ResidualBound bound) {

    /// @param scores of prompts that the predictor had not seen
    static Calibrated fit(double[] scores, double[] worth) {
        Isotonic curve = Isotonic.fit(scores, worth);
        return new Calibrated(
                curve, ResidualBound.of(Arrays.stream(scores).map(curve::at).toArray(), worth));
    }

    void write(DataOutputStream out) throws IOException {
        curve.write(out);
        bound.write(out);
    }

    static Calibrated read(DataInputStream in) throws IOException {
        return new Calibrated(Isotonic.read(in), ResidualBound.read(in));
    }
}
