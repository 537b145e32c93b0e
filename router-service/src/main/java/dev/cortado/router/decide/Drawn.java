package dev.cortado.router.decide;

import java.util.Set;

/// What part chance had in a choice.
///
/// @param explored chance chose, not the policy, whose own choice is the first fallback
/// @param propensity how likely the choice was, above 0 to 1
/// @param open names of the candidates that chance might have taken, the choice among them; empty where it had no part
public record Drawn(boolean explored, double propensity, Set<String> open) {

    /// Chance had none.
    public static final Drawn CERTAIN = new Drawn(false, 1, Set.of());

    public Drawn {
        open = Set.copyOf(open);
        if (!(propensity > 0 && propensity <= 1)) {
            throw new IllegalArgumentException("a propensity is above 0 to 1, not " + propensity);
        }
    }
}
