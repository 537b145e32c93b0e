package dev.cortado.router.estimate;

/// What an answer is expected to be worth, with bounds.
///
/// @param mean 0..1
/// @param low,high the interval that was measured or predicted with it; `mean` where none is known
/// @param correction what ratings have added to it, in `mean` and the interval already; 0 where there are none
public record UtilityEstimate(double mean, double low, double high, Basis basis, double correction) {

    /// Where it comes from.
    public enum Basis {
        /// The catalogue's figure: nobody measured it.
        PROVISIONAL,
        /// The mean of what calibration measured, whatever is asked.
        CALIBRATED,
        /// Predicted for this prompt.
        PREDICTED
    }

    public UtilityEstimate {
        if (!(low >= 0 && low <= mean && mean <= high && high <= 1)) {
            throw new IllegalArgumentException("a utility of " + mean + " in " + low + " to " + high);
        }
    }

    /// As it was measured or predicted, without a correction by ratings.
    public UtilityEstimate(double mean, double low, double high, Basis basis) {
        this(mean, low, high, basis, 0);
    }

    /// The same moved by what ratings say, as far as utilities go.
    ///
    /// @param by above or below 0
    public UtilityEstimate corrected(double by) {
        double to = Math.clamp(mean + by, 0.0, 1.0);
        double moved = to - mean;
        return new UtilityEstimate(
                to, Math.clamp(low + moved, 0.0, to), Math.clamp(high + moved, to, 1.0), basis, correction + moved);
    }

    /// One of which no interval is known.
    static UtilityEstimate at(double mean, Basis basis) {
        return new UtilityEstimate(mean, mean, mean, basis);
    }

    public boolean isProvisional() {
        return basis == Basis.PROVISIONAL;
    }
}
