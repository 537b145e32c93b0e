package dev.cortado.router.predict;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// What raw scores are worth, by variant.
///
/// @param alone of scores as they are
/// @param named of scores to which what the class of the task says was added
@SuppressWarnings("ArrayRecordComponent") // Rows of curves: copies would cost more than what they are for.
record Curves(Calibrated[] alone, Calibrated[] named) {

    int variants() {
        return alone.length;
    }

    void write(DataOutputStream out) throws IOException {
        for (int v = 0; v < alone.length; v++) {
            alone[v].write(out);
            named[v].write(out);
        }
    }

    static Curves read(DataInputStream in, int variants) throws IOException {
        Calibrated[] alone = new Calibrated[variants];
        Calibrated[] named = new Calibrated[variants];
        for (int v = 0; v < variants; v++) {
            alone[v] = Calibrated.read(in);
            named[v] = Calibrated.read(in);
        }
        return new Curves(alone, named);
    }
}
