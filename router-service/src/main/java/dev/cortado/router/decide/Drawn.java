package dev.cortado.router.decide;

/// What part chance had in a choice.
///
/// @param explored chance chose, not the policy, whose own choice is the first fallback
/// @param propensity how likely the choice was, above 0 to 1
public record Drawn(boolean explored, double propensity) {

    /// Chance had none.
    public static final Drawn CERTAIN = new Drawn(false, 1);

    public Drawn {
        if (!(propensity > 0 && propensity <= 1)) {
            throw new IllegalArgumentException("a propensity is above 0 to 1, not " + propensity);
        }
    }
}
