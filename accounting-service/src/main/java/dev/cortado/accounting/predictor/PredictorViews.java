package dev.cortado.accounting.predictor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The routers' predictors as administration shows them.
///
/// @param inForce number of the version that requests are judged by; absent where there is none, and means are used
/// @param held whether that one was chosen, so that newer ones do not take its place
/// @param predictors newest first
public record PredictorViews(Optional<Long> inForce, boolean held, List<Version> predictors) {

    /// One version.
    ///
    /// @param source what it was made of
    /// @param parent the version that it was made from, where it was
    /// @param router that made it
    /// @param labels scores that it was made of
    /// @param calibrationError on labels that had no part in it
    public record Version(
            long number,
            String source,
            Optional<Long> parent,
            String router,
            List<String> variants,
            int labels,
            double calibrationError,
            long tookMillis,
            Instant madeAt) {}
}
