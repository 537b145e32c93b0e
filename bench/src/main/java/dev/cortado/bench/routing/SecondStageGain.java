package dev.cortado.bench.routing;

import dev.cortado.router.estimate.SecondStage;
import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.features.SentenceEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// What the second stage adds: the same outcomes, the same splits, and a sentence model that reads every prompt beside
/// its features.
///
/// @param splits at most, from the first on
record SecondStageGain(SentenceEncoder encoder, int splits) {

    /// As a router reads by default.
    private static final int TOKENS_MAX = 128;

    private static final int WARM = 200;
    private static final int TIMED = 1_000;
    private static final int TELL_EVERY = 1_000;
    private static final double NANOS_PER_MILLI = 1e6;

    /// The same outcomes, of prompts that the sentence model read.
    ///
    /// @param p50Millis of a core for one of the first prompts, which are read one at a time
    record Read(Outcomes outcomes, double p50Millis, double p99Millis) {}

    Read read(Outcomes outcomes) {
        outcomes.texts().stream().limit(WARM).forEach(stage()::read);
        long[] nanos = new long[Math.min(TIMED, outcomes.size())];
        PromptFeatures[] prompts = new PromptFeatures[outcomes.size()];
        for (int i = 0; i < nanos.length; i++) {
            long begun = System.nanoTime();
            prompts[i] = read(outcomes, i);
            nanos[i] = System.nanoTime() - begun;
        }
        AtomicInteger done = new AtomicInteger(nanos.length);
        IntStream.range(nanos.length, prompts.length).parallel().forEach(i -> {
            prompts[i] = read(outcomes, i);
            if (done.incrementAndGet() % TELL_EVERY == 0) {
                System.err.printf("%d of %d prompts read by %s%n", done.get(), prompts.length, encoder.model());
            }
        });
        Arrays.sort(nanos);
        return new Read(
                outcomes.with(List.of(prompts)),
                nanos[nanos.length / 2] / NANOS_PER_MILLI,
                nanos[nanos.length * 99 / 100] / NANOS_PER_MILLI);
    }

    private PromptFeatures read(Outcomes outcomes, int place) {
        return outcomes.prompts().get(place).with(stage().read(outcomes.texts().get(place)));
    }

    private SecondStage stage() {
        return SecondStage.of(encoder, TOKENS_MAX);
    }
}
