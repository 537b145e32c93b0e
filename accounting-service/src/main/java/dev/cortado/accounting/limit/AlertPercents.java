package dev.cortado.accounting.limit;

import java.util.List;

/// Percents of a cap at which somebody is told: ascending, each once.
public record AlertPercents(List<Integer> percents) {

    public static final int PERCENT_MAX = 1_000;
    public static final int COUNT_MAX = 16;
    public static final AlertPercents NONE = new AlertPercents(List.of());

    /// @throws IllegalArgumentException saying what is allowed
    public AlertPercents {
        percents = percents.stream().sorted().distinct().toList();
        if (percents.size() > COUNT_MAX) {
            throw new IllegalArgumentException("there are more than " + COUNT_MAX);
        }
        if (percents.stream().anyMatch(percent -> percent < 1 || percent > PERCENT_MAX)) {
            throw new IllegalArgumentException("each must be 1 to " + PERCENT_MAX);
        }
    }
}
