package dev.cortado.inference.engine;

import dev.cortado.contracts.unit.TokenCount;

/// A prompt as the model's tokens, counted exactly.
public final class PreparedPrompt {

    private final int[] tokens;

    public PreparedPrompt(int[] tokens) {
        this.tokens = tokens.clone();
    }

    public int size() {
        return tokens.length;
    }

    public int token(int index) {
        return tokens[index];
    }

    public TokenCount count() {
        return TokenCount.of(tokens.length);
    }
}
