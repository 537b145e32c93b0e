package dev.cortado.inference.batching;

import java.time.Duration;

/// Hears each completed step, and each failure of the loop that takes them, on the decode loop's thread; for metrics.
public interface StepObserver {

    void stepTaken(int promptTokens, int decodeTokens, Duration duration);

    /// The loop failed unexpectedly; what ran was ended.
    ///
    /// @param recovered whether it begins anew; false: the engine is lost
    default void loopFailed(boolean recovered) {}
}
