package dev.cortado.gateway.trial;

import dev.cortado.gateway.trial.PolicyJudgement.Interval;
import org.jspecify.annotations.Nullable;

/// What came of a trial so far.
public sealed interface TrialComparison {

    /// @param isSet whether it is set for the tenant now
    /// @param isShadow whether the other policy was not served
    /// @param truncated whether only the newest requests were read
    /// @param alike in the shadow, how many requests both decide alike
    /// @param more what the other has more than the usual
    record Compared(
            String name,
            boolean isSet,
            boolean isShadow,
            boolean truncated,
            long alike,
            Side usual,
            Side other,
            Means more)
            implements TrialComparison {}

    /// @param name empty where none is set and none was named
    /// @param isSet whether it is set, but no request of it was answered yet
    record Unknown(String name, boolean isSet) implements TrialComparison {}

    /// @param units users, and requests that name none
    /// @param ratings requests that were rated
    record Side(long requests, long units, long ratings, Means means) {}

    /// Of a request; null where fewer than two units tell.
    ///
    /// @param utility expected
    /// @param chargedUsd of what was served
    /// @param rating of what was served
    record Means(
            @Nullable Interval utility,
            @Nullable Interval likelyCostUsd,
            @Nullable Interval chargedUsd,
            @Nullable Interval rating) {}
}
