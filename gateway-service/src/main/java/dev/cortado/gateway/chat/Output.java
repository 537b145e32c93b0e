package dev.cortado.gateway.chat;

import org.jspecify.annotations.Nullable;

/// How many answers a request asks for, in what form, and what is told of their tokens.
///
/// @param limit completion tokens of each choice
/// @param choices at least one
/// @param topLogprobs likeliest tokens told at each place beside the one drawn; null: no log probabilities at all
public record Output(
        CompletionLimit limit,
        int choices,
        ResponseFormat format,
        @Nullable Integer topLogprobs) {

    /// One answer of plain text.
    public static Output text(CompletionLimit limit) {
        return new Output(limit, 1, new ResponseFormat.Text(), null);
    }
}
