package dev.cortado.bench.calibration;

/// A part of the calibration that one process does.
///
/// @param what answers or rates
/// @param pieces still to do: tasks or runs
/// @param secondsGuess of a piece, before one was done
record Work(Subject subject, String what, int pieces, double secondsGuess) {

    /// Until the model is loaded.
    static final double LOAD_SECONDS = 4;

    double seconds() {
        return pieces == 0 ? 0 : LOAD_SECONDS + pieces * secondsGuess;
    }
}
