package dev.cortado.accounting.pricing;

import java.util.Locale;

/// Work that is answered now, or work that may wait for idle capacity.
public enum Lane {
    REALTIME,
    BATCH;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException naming the words there are
    public static Lane ofWord(String word) {
        for (Lane lane : values()) {
            if (lane.word().equals(word)) {
                return lane;
            }
        }
        throw new IllegalArgumentException("lane must be realtime or batch, not '" + word + "'");
    }
}
