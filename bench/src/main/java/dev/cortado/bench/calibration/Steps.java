package dev.cortado.bench.calibration;

import dev.cortado.inference.batching.StepObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// The engine's steps since the last look: what rates are reckoned from, so that they hold whatever an answer's length.
final class Steps implements StepObserver {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e6;
    /// Fewer steps of one kind say nothing.
    private static final int STEPS_MIN = 6;

    private final List<Step> all = new ArrayList<>();

    private record Step(int prompt, int decode, long nanos) {}

    @Override
    public synchronized void stepTaken(int promptTokens, int decodeTokens, Duration duration) {
        all.add(new Step(promptTokens, decodeTokens, duration.toNanos()));
    }

    synchronized void forget() {
        all.clear();
    }

    /// Of steps that only read a prompt.
    synchronized OptionalDouble prefillTokensPerSecond() {
        List<Step> prefill = all.stream()
                .filter(step -> step.decode() == 0 && step.prompt() > 0)
                .toList();
        long tokens = prefill.stream().mapToLong(Step::prompt).sum();
        long nanos = prefill.stream().mapToLong(Step::nanos).sum();
        return tokens == 0 ? OptionalDouble.empty() : OptionalDouble.of(tokens * NANOS / nanos);
    }

    /// The mean duration of steps in which exactly so many streams each drew a token, and nothing else was done.
    synchronized OptionalDouble decodeMillis(int streams) {
        long[] nanos = all.stream()
                .filter(step -> step.prompt() == 0 && step.decode() == streams)
                .mapToLong(Step::nanos)
                .toArray();
        return nanos.length < STEPS_MIN
                ? OptionalDouble.empty()
                : OptionalDouble.of(java.util.Arrays.stream(nanos).average().orElseThrow() / MILLIS);
    }
}
