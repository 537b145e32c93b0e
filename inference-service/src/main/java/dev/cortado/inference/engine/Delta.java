package dev.cortado.inference.engine;

import java.util.List;

/// What a generation says next of one of its choices.
///
/// @param choice from 0
/// @param text whole characters; empty where the rest says something
/// @param tokens what was drawn, where likelihoods were asked for
/// @param calls pieces of tool calls
public record Delta(int choice, String text, List<TokenLikelihood> tokens, List<ToolCallPiece> calls) {

    public Delta {
        tokens = List.copyOf(tokens);
        calls = List.copyOf(calls);
    }

    /// Text of the first choice.
    public static Delta of(String text) {
        return new Delta(0, text, List.of(), List.of());
    }

    public boolean isEmpty() {
        return text.isEmpty() && tokens.isEmpty() && calls.isEmpty();
    }
}
