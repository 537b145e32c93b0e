package dev.cortado.local.settings;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// How large a model is: small answers first, larger ones cost more.
public enum Tier {
    SMALL,
    MEDIUM,
    LARGE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads a comma list such as `small,medium`; small is always part of it, since readiness is measured on it.
    public static Set<Tier> ofList(String list) {
        Set<Tier> tiers = EnumSet.of(SMALL);
        for (String word : list.split(",", -1)) {
            String wanted = word.strip();
            if (wanted.isEmpty()) {
                continue;
            }
            tiers.add(ofWord(wanted));
        }
        return tiers;
    }

    private static Tier ofWord(String word) {
        for (Tier tier : values()) {
            if (tier.word().equalsIgnoreCase(word)) {
                return tier;
            }
        }
        throw new SettingsException("tiers: there is no tier '" + word + "'; there are small, medium and large");
    }
}
