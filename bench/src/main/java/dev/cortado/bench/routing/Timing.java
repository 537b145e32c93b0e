package dev.cortado.bench.routing;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How long a prompt takes from its text to what is decided by it, on one thread.
///
/// @param p50Micros of the prompts, after all of them went through once
record Timing(double p50Micros, double p99Micros) {

    private static final int ROUNDS = 3;
    private static final double NANOS_PER_MICRO = 1000;

    /// @param decide what is timed; its result is used, so that it cannot be left out
    static Timing of(List<String> prompts, ToDoubleFunction<String> decide) {
        long[] nanos = new long[prompts.size()];
        double utility = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < nanos.length; i++) {
                long begun = System.nanoTime();
                utility += decide.applyAsDouble(prompts.get(i));
                nanos[i] = System.nanoTime() - begun;
            }
        }
        if (Double.isNaN(utility)) {
            throw new IllegalStateException("a utility is no number");
        }
        Arrays.sort(nanos);
        return new Timing(nanos[nanos.length / 2] / NANOS_PER_MICRO, nanos[nanos.length * 99 / 100] / NANOS_PER_MICRO);
    }
}
