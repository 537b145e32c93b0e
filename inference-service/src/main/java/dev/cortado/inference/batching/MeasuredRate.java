package dev.cortado.inference.batching;

import java.util.OptionalDouble;

/// A rate in tokens per second, as an exponentially weighted mean of what was measured.
/// Written by one thread at a time, read by any.
public final class MeasuredRate {

    private static final double WEIGHT_OF_NEWEST = 0.1;

    private volatile double tokensPerSecond = Double.NaN;

    public void measured(long tokens, double seconds) {
        if (tokens < 1 || seconds <= 0) {
            return;
        }
        double newest = tokens / seconds;
        double before = tokensPerSecond;
        tokensPerSecond = Double.isNaN(before) ? newest : before + WEIGHT_OF_NEWEST * (newest - before);
    }

    public OptionalDouble tokensPerSecond() {
        double rate = tokensPerSecond;
        return Double.isNaN(rate) ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }
}
