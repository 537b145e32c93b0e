package dev.cortado.evaluation.item;

import java.util.Locale;

/// Which half of the set a task belongs to.
public enum Split {
    /// Measures variants, and may be learnt from.
    CALIBRATION,
    /// For tests of routing only: calibration, fitting and every choice of a setting never see it.
    HELD_OUT;

    /// As files and reports write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
