package dev.cortado.inference.engine;

/// A tool call that the assistant made earlier in the conversation.
///
/// @param argumentsJson JSON text, an object
public record ToolCall(String name, String argumentsJson) {}
