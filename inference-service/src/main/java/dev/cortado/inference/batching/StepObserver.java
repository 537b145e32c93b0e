package dev.cortado.inference.batching;

import java.time.Duration;

/// Hears each completed step, on the decode loop's thread; for metrics.
public interface StepObserver {

    void stepTaken(int promptTokens, int decodeTokens, Duration duration);
}
