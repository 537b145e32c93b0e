package dev.cortado.accounting.report;

/// What is counted of an attempt and priced apart, in the order of the ledger's arrays. Meters are disjoint: prompt
/// tokens that came from a cache are not prompt tokens here.
public enum Meter {
    PROMPT(1, "prompt", "Prompt Tokens"),
    CACHED_PROMPT(2, "cached_prompt", "Cached Prompt Tokens"),
    CACHE_WRITE(3, "cache_write", "Cache Write Tokens"),
    COMPLETION(4, "completion", "Completion Tokens");

    private final int place;
    private final String word;
    private final String title;

    Meter(int place, String word, String title) {
        this.place = place;
        this.word = word;
        this.title = title;
    }

    /// Where it stands in the ledger's arrays, from 1 on.
    public int place() {
        return place;
    }

    /// @throws IllegalArgumentException if nothing stands there
    public static Meter at(int place) {
        for (Meter meter : values()) {
            if (meter.place == place) {
                return meter;
            }
        }
        throw new IllegalArgumentException("there is no meter " + place);
    }

    public String word() {
        return word;
    }

    /// As bills name it.
    public String title() {
        return title;
    }
}
