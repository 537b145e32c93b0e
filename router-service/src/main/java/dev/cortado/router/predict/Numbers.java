package dev.cortado.router.predict;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// Rows of numbers as bytes: how many there are, then each.
final class Numbers {

    /// No row of a model has more.
    private static final int COUNT_MAX = 1 << 24;

    private Numbers() {}

    static void write(DataOutputStream out, float[] row) throws IOException {
        out.writeInt(row.length);
        for (float number : row) {
            out.writeFloat(number);
        }
    }

    static void write(DataOutputStream out, double[] row) throws IOException {
        out.writeInt(row.length);
        for (double number : row) {
            out.writeDouble(number);
        }
    }

    static void write(DataOutputStream out, int[] row) throws IOException {
        out.writeInt(row.length);
        for (int number : row) {
            out.writeInt(number);
        }
    }

    static float[] floats(DataInputStream in) throws IOException {
        float[] row = new float[count(in)];
        for (int i = 0; i < row.length; i++) {
            row[i] = in.readFloat();
        }
        return row;
    }

    static double[] doubles(DataInputStream in) throws IOException {
        double[] row = new double[count(in)];
        for (int i = 0; i < row.length; i++) {
            row[i] = in.readDouble();
        }
        return row;
    }

    static int[] ints(DataInputStream in) throws IOException {
        int[] row = new int[count(in)];
        for (int i = 0; i < row.length; i++) {
            row[i] = in.readInt();
        }
        return row;
    }

    static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > COUNT_MAX) {
            throw new IOException("these are no rows of a model");
        }
        return count;
    }
}
