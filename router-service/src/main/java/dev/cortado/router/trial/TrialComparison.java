package dev.cortado.router.trial;

import dev.cortado.router.learn.OffPolicy.Estimate;
import java.util.Optional;

/// What came of a trial so far: the usual policy's requests against those of the other, or, in the shadow, what was
/// served against what the other would have chosen for the same requests. All means are of a request, with the interval
/// that holds the true one in 95 of 100 trials; empty where fewer than two users or requests tell.
///
/// @param name of the trial
/// @param isShadow whether the other policy was not served
/// @param truncated whether only the newest requests were read
/// @param alike in the shadow, how many requests both decide alike; 0 else
/// @param more what the other has more than the usual
public record TrialComparison(
        String name, boolean isShadow, boolean truncated, long alike, Side usual, Side other, Means more) {

    /// One of the two.
    ///
    /// @param units users, and requests that name none
    /// @param ratings requests that were rated
    public record Side(long requests, long units, long ratings, Means means) {}

    /// @param utility expected
    /// @param likelyCostUsd when requests were decided
    /// @param chargedUsd of what was served
    /// @param rating of what was served, mean of a request's ratings, 0..1
    public record Means(
            Optional<Estimate> utility,
            Optional<Estimate> likelyCostUsd,
            Optional<Estimate> chargedUsd,
            Optional<Estimate> rating) {}
}
