package dev.cortado.router.predict;

/// What each variant's answer to a prompt is expected to be worth. The arrays are not copied.
///
/// @param utilities calibrated, in the unit of the scores that were fitted
/// @param lowerBounds what all but a share of groups of such prompts were worth at least, on average
/// @param upperBounds the same at most
/// @param scores before calibration: finer, for putting prompts in order
/// @param familiarity cosine of the prompt to the nearest of what was seen, -1..1
@SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
public record Prediction(
        double[] utilities, double[] lowerBounds, double[] upperBounds, double[] scores, double familiarity) {}
