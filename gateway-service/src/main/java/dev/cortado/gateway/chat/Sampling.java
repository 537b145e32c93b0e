package dev.cortado.gateway.chat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How tokens are drawn. What is null was not asked for, and the node's default holds.
///
/// @param logitBias what is added to the logits of these token ids, -100 to 100
public record Sampling(
        @Nullable Double temperature,
        @Nullable Double topProbability,
        @Nullable Long seed,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        List<String> stop,
        Map<Integer, Double> logitBias) {

    public Sampling {
        stop = List.copyOf(stop);
        logitBias = Map.copyOf(logitBias);
    }
}
