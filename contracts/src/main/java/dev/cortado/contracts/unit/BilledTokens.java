package dev.cortado.contracts.unit;

/// The tokens of one attempt, by meter. `prompt` includes `cachedPrompt`, which is priced apart.
public record BilledTokens(TokenCount prompt, TokenCount cachedPrompt, TokenCount cacheWrite, TokenCount completion) {

    public BilledTokens {
        if (cachedPrompt.compareTo(prompt) > 0) {
            throw new IllegalArgumentException("cached prompt tokens (" + cachedPrompt.count()
                    + ") exceed prompt tokens (" + prompt.count() + ")");
        }
    }

    public static BilledTokens ofPromptAndCompletion(TokenCount prompt, TokenCount completion) {
        return new BilledTokens(prompt, TokenCount.ZERO, TokenCount.ZERO, completion);
    }

    /// Prompt and completion together: what a limit in tokens counts.
    public TokenCount total() {
        return prompt.plus(completion);
    }
}
