package dev.cortado.inference.engine;

import java.util.List;

/// A token that was drawn, and how likely the model found it before bias, penalties, temperature and grammar.
///
/// @param logarithm natural logarithm of its probability
/// @param top the likeliest tokens, likeliest first, as many as asked for
public record TokenLikelihood(TokenBytes token, double logarithm, List<Likely> top) {

    public TokenLikelihood {
        top = List.copyOf(top);
    }

    /// A token that might have been drawn.
    public record Likely(TokenBytes token, double logarithm) {}
}
