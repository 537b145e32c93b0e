package dev.cortado.accounting.path;

/// What a limit counts.
public enum LimitUnit {
    NANO_USD("nano-usd"),
    TOKENS("tokens"),
    REQUESTS("requests");

    private final String word;

    LimitUnit(String word) {
        this.word = word;
    }

    /// The unit's word in the database and in administration.
    public String word() {
        return word;
    }

    /// @throws IllegalArgumentException naming the words there are
    public static LimitUnit ofWord(String word) {
        for (LimitUnit unit : values()) {
            if (unit.word.equals(word)) {
                return unit;
            }
        }
        throw new IllegalArgumentException("unit must be nano-usd, tokens or requests, not '" + word + "'");
    }
}
