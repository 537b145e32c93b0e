package dev.cortado.bench.routing;

import dev.cortado.router.features.PromptReader;
import dev.cortado.router.predict.UtilityModel;
import java.util.Arrays;
import java.util.List;

/// How long a prompt takes from its text to the utilities of all models, on one thread.
///
/// @param p50Micros of the prompts, after all of them went through once
record Timing(double p50Micros, double p99Micros) {

    private static final int ROUNDS = 3;
    private static final double NANOS_PER_MICRO = 1000;

    static Timing of(List<String> prompts, PromptReader reader, UtilityModel model) {
        long[] nanos = new long[prompts.size()];
        double utility = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < nanos.length; i++) {
                long begun = System.nanoTime();
                utility += model.predict(reader.read(prompts.get(i))).utilities()[0];
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
