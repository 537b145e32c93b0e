package dev.cortado.gateway.generate;

import java.util.List;

/// What comes next of one choice.
///
/// @param choice from 0
/// @param text whole characters; empty where the rest says something
public record Delta(int choice, String text, List<TokenLogprob> logprobs, List<ToolCallPiece> toolCalls) {

    public Delta {
        logprobs = List.copyOf(logprobs);
        toolCalls = List.copyOf(toolCalls);
    }

    /// A piece of text of the first choice.
    public static Delta text(String text) {
        return new Delta(0, text, List.of(), List.of());
    }

    public boolean isEmpty() {
        return text.isEmpty() && logprobs.isEmpty() && toolCalls.isEmpty();
    }
}
