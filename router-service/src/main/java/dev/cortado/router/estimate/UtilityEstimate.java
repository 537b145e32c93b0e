package dev.cortado.router.estimate;

/// What an answer is expected to be worth, with bounds.
///
/// @param mean 0..1
/// @param low,high the interval that was measured or predicted with it; `mean` where none is known
public record UtilityEstimate(double mean, double low, double high, Basis basis) {

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

    /// One of which no interval is known.
    static UtilityEstimate at(double mean, Basis basis) {
        return new UtilityEstimate(mean, mean, mean, basis);
    }

    public boolean isProvisional() {
        return basis == Basis.PROVISIONAL;
    }
}
