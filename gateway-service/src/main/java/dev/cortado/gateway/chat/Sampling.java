package dev.cortado.gateway.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How tokens are drawn. What is null was not asked for, and the node's default holds.
public record Sampling(
        @Nullable Double temperature,
        @Nullable Double topProbability,
        @Nullable Long seed,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        List<String> stop) {

    public Sampling {
        stop = List.copyOf(stop);
    }
}
