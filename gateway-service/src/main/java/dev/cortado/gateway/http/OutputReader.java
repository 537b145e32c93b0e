package dev.cortado.gateway.http;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.gateway.chat.CompletionLimit;
import dev.cortado.gateway.chat.Output;
import dev.cortado.gateway.chat.ResponseFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads what is asked of the answer: its length, how many there are, their form and their log probabilities.
final class OutputReader {

    private static final int TOP_LOGPROBS_MAX = 20;

    private final RequestLimits limits;
    private @Nullable Long maxTokens;
    private @Nullable Long maxCompletionTokens;
    private int choices = 1;
    private ResponseFormat format = new ResponseFormat.Text();
    private boolean logprobs;
    private int topLogprobs;

    OutputReader(RequestLimits limits) {
        this.limits = limits;
    }

    /// Reads the value of one of these fields.
    void field(String name, JsonFields in) throws IOException, InvalidRequest {
        switch (name) {
            case "max_tokens" -> maxTokens = in.integer(1, limits.completionTokensMax());
            case "max_completion_tokens" -> maxCompletionTokens = in.integer(1, limits.completionTokensMax());
            case "n" -> choices = (int) in.integer(1, limits.output().choicesMax());
            case "response_format" -> format = new ResponseFormatReader(in, limits).read();
            case "logprobs" -> logprobs = in.bool();
            case "top_logprobs" -> topLogprobs = (int) in.integer(0, TOP_LOGPROBS_MAX);
            default -> throw new IllegalArgumentException(name);
        }
    }

    Output output() throws InvalidRequest {
        if (topLogprobs > 0 && !logprobs) {
            throw JsonFields.invalid("top_logprobs", "needs 'logprobs': true");
        }
        return new Output(limit(), choices, format, logprobs ? topLogprobs : null);
    }

    private CompletionLimit limit() throws InvalidRequest {
        if (maxTokens != null && maxCompletionTokens != null && !maxTokens.equals(maxCompletionTokens)) {
            throw new InvalidRequest(ApiError.invalid(
                    "max_completion_tokens",
                    "invalid_value",
                    "'max_completion_tokens' and 'max_tokens' are both given and differ"));
        }
        Long given = maxTokens != null ? maxTokens : maxCompletionTokens;
        return given == null
                ? new CompletionLimit(TokenCount.of(limits.completionTokensDefault()), false)
                : new CompletionLimit(TokenCount.of(given), true);
    }
}
