package dev.cortado.router.predict;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// What the class of a prompt's task adds to its raw score, in standard deviations.
///
/// @param scales by variant
@SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
record ByClass(ClassScores classes, Scale[] scales) {

    /// Its weight beside the layers', each of which has 1.
    private static final double WEIGHT = 1;

    /// Its weight where they say nothing: what their sum spreads by.
    private static final double ALONE = 3;

    /// @param score without it
    /// @param familiar how much the prompt is like those that were seen, 0..1
    double score(double score, double familiar, String taskClass, int variant) {
        return score + added(classes.of(taskClass, variant), familiar, scales[variant]);
    }

    static double added(double deviation, double familiar, Scale scale) {
        return (familiar * WEIGHT + (1 - familiar) * ALONE) * scale.z(deviation);
    }

    void write(DataOutputStream out) throws IOException {
        classes.write(out);
        for (int v = 0; v < scales.length; v++) {
            scales[v].write(out);
        }
    }

    static ByClass read(DataInputStream in, int variants) throws IOException {
        ClassScores classes = ClassScores.read(in);
        Scale[] scales = new Scale[variants];
        for (int v = 0; v < variants; v++) {
            scales[v] = Scale.read(in);
        }
        return new ByClass(classes, scales);
    }
}
