package dev.cortado.router.predict;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// Where numbers lie and how far they spread, to bring numbers of different kinds into one unit.
record Scale(double mean, double deviation) {

    private static final double DEVIATION_MIN = 1e-9;

    static Scale of(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        double mean = sum / numbers.length;
        double squares = 0;
        for (double number : numbers) {
            squares += (number - mean) * (number - mean);
        }
        return new Scale(mean, Math.sqrt(squares / numbers.length));
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(mean);
        out.writeDouble(deviation);
    }

    static Scale read(DataInputStream in) throws IOException {
        return new Scale(in.readDouble(), in.readDouble());
    }

    /// In standard deviations from the mean; 0 where all numbers are the same.
    double z(double number) {
        return deviation < DEVIATION_MIN ? 0 : (number - mean) / deviation;
    }
}
