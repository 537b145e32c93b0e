package dev.cortado.router.learn;

/// What a rating says of a variant, by residuals: what was told less what was to be expected.
sealed interface Observation {

    /// Of an answer of which its rater had told nothing.
    record Fresh(double residual) implements Observation {}

    /// Of an answer that its rater engages with further than before.
    ///
    /// @param by the new residual less the one that counted until now, at least 0
    record Raised(double by) implements Observation {}

    /// Of an answer of which its rater says a score, where something else counted until now.
    ///
    /// @param by the new residual less the one that counted until now
    record Revised(double by) implements Observation {}

    /// What counts stays.
    record Nothing() implements Observation {}
}
