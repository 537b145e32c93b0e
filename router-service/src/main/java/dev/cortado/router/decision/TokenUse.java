package dev.cortado.router.decision;

/// Tokens of one attempt by meter, each with who counted them.
public record TokenUse(Metered prompt, Metered cachedPrompt, Metered cacheWrite, Metered completion) {

    /// @param count meaningless where nobody could count
    public record Metered(long count, Counter countedBy) {}

    /// Who counted.
    public enum Counter {
        UNSPECIFIED,
        ENGINE,
        PLATFORM,
        UNKNOWN
    }
}
