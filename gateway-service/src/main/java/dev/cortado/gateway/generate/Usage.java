package dev.cortado.gateway.generate;

import org.jspecify.annotations.Nullable;

/// Tokens of one attempt as metered. Null where nobody could count them: unknown is not zero.
public record Usage(
        @Nullable Long promptTokens,
        @Nullable Long cachedPromptTokens,
        @Nullable Long completionTokens) {}
