package dev.cortado.router.decide;

/// How well a check tells wrong answers from right ones, as measured.
///
/// @param found share of wrong answers that it finds, 0..1, but for its error
/// @param error share of all answers that it may judge wrongly, either way, 0..1
public record CheckPower(double found, double error) {

    /// There is no check, or nobody knows what it is worth.
    public static final CheckPower NONE = new CheckPower(0, 0);

    public CheckPower {
        if (!(found >= 0 && found <= 1 && error >= 0 && error <= 1)) {
            throw new IllegalArgumentException("shares are 0 to 1, not " + found + " and " + error);
        }
    }
}
