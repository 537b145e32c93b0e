package dev.cortado.gateway.http;

import dev.cortado.gateway.chat.Output;

/// Bounds an answer that the gateway gathers before it is sent, because it is not streamed or because it is kept for
/// its
/// idempotency key. Text is bounded by the most completion tokens; log probabilities take a hundred times as much.
///
/// @param logprobsMax log probabilities, those of the likeliest tokens included
record GatheringLimit(long logprobsMax) {

    /// Refuses a request whose answer might pass the limit.
    void check(Output output) throws InvalidRequest {
        Integer top = output.topLogprobs();
        if (top == null) {
            return;
        }
        long tokens = output.limit().tokens().count();
        long each = (long) output.generated() * (1 + top);
        if (tokens > logprobsMax / each) {
            throw JsonFields.invalid(
                    "logprobs",
                    "asks for up to " + each + " log probabilities at each of " + tokens
                            + " tokens, and an answer that is"
                            + " not streamed, or that an Idempotency-Key keeps, may hold " + logprobsMax
                            + ": set 'max_completion_tokens' to at most " + logprobsMax / each
                            + ", or stream without a key");
        }
    }
}
