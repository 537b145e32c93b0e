package dev.cortado.inference.engine;

/// Who counted each number of a generation's tokens.
public record TokenCounters(Counter prompt, Counter cachedPrompt, Counter completion) {

    /// An engine that counts everything itself.
    public static final TokenCounters ENGINE = new TokenCounters(Counter.ENGINE, Counter.ENGINE, Counter.ENGINE);

    /// Who counted.
    public enum Counter {
        /// The engine that generated.
        ENGINE,
        /// This node, because the engine does not say or cannot be believed.
        PLATFORM,
        /// Nobody: unknown is not zero.
        UNKNOWN
    }
}
