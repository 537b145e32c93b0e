package dev.cortado.gateway.chat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How the router is to choose among the candidates that meet a client's wishes.
public enum Policy {
    CHEAPEST_SUFFICIENT,
    KNEE,
    BEST_WITHIN_COST,
    FIXED;

    /// As clients write it: `cheapest-sufficient`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Policy> of(String word) {
        return Arrays.stream(values())
                .filter(policy -> policy.word().equals(word))
                .findFirst();
    }

    /// All that there are.
    public static List<String> words() {
        return Arrays.stream(values()).map(Policy::word).toList();
    }
}
