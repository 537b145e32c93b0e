package dev.cortado.router.cost;

/// The tokens of an attempt, of several, or of a mean one.
///
/// @param promptTokens n_in, the cached ones among them
/// @param cachedTokens of the prompt, that need no prefill
/// @param completionTokens n_out
public record Work(double promptTokens, double cachedTokens, double completionTokens) {

    public Work {
        if (!(cachedTokens >= 0
                && cachedTokens <= promptTokens
                && completionTokens >= 0
                && Double.isFinite(promptTokens + completionTokens))) {
            throw new IllegalArgumentException("no attempt has " + promptTokens + " prompt tokens, " + cachedTokens
                    + " of them cached, and " + completionTokens + " completion tokens");
        }
    }

    /// Nothing cached.
    public static Work of(double promptTokens, double completionTokens) {
        return new Work(promptTokens, 0, completionTokens);
    }
}
