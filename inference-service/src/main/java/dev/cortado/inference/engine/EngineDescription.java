package dev.cortado.inference.engine;

/// What a loaded engine can do.
///
/// @param model the model's own name and size, for people
/// @param contextTokens the most tokens of prompt and completion of one attempt
/// @param slots attempts that run at once
public record EngineDescription(
        String model, int contextTokens, int slots, int queueDepthMax, TemplateOverhead templateOverhead) {}
