package dev.cortado.inference.engine;

import java.util.Set;

/// What a loaded engine can do.
///
/// @param model the model's own name and size, for people
/// @param contextTokens the most tokens of prompt and completion of one choice
/// @param slots choices that run at once, so the most of one attempt
/// @param vocabularyTokens tokens of the model, 0 where that is not known
public record EngineDescription(
        String model,
        int contextTokens,
        int slots,
        int queueDepthMax,
        TemplateOverhead templateOverhead,
        Set<Capability> capabilities,
        int vocabularyTokens) {

    public EngineDescription {
        capabilities = Set.copyOf(capabilities);
    }

    /// An engine that only streams a text.
    public EngineDescription(
            String model, int contextTokens, int slots, int queueDepthMax, TemplateOverhead templateOverhead) {
        this(model, contextTokens, slots, queueDepthMax, templateOverhead, Set.of(), 0);
    }
}
