package dev.cortado.gateway.chat;

import org.jspecify.annotations.Nullable;

/// How many answers a request asks for, in what form, and what is told of their tokens.
///
/// @param limit completion tokens of each choice
/// @param choices at least one
/// @param topLogprobs likeliest tokens told at each place beside the one drawn; null: no log probabilities at all
/// @param samples answers that are generated to be compared, of which one is delivered; 1 where nothing is compared,
///     and always so of several choices
public record Output(
        CompletionLimit limit,
        int choices,
        ResponseFormat format,
        @Nullable Integer topLogprobs,
        int samples) {

    public Output {
        if (choices < 1 || samples < 1 || (choices > 1 && samples > 1)) {
            throw new IllegalArgumentException(choices + " choices of " + samples + " samples");
        }
    }

    /// Answers that are not compared.
    public Output(CompletionLimit limit, int choices, ResponseFormat format, @Nullable Integer topLogprobs) {
        this(limit, choices, format, topLogprobs, 1);
    }

    /// One answer of plain text.
    public static Output text(CompletionLimit limit) {
        return new Output(limit, 1, new ResponseFormat.Text(), null);
    }

    /// The same, of which so many samples are compared.
    public Output sampled(int count) {
        return new Output(limit, choices, format, topLogprobs, count);
    }

    /// Answers that a node generates to the one prompt.
    public int generated() {
        return choices * samples;
    }
}
