package dev.cortado.inference.engine;

/// A tool call that the assistant made earlier in the conversation.
///
/// @param id by which the message with its result names it; empty where nobody gave one
/// @param argumentsJson JSON text, an object
public record ToolCall(String id, String name, String argumentsJson) {

    /// A call that nothing names.
    public ToolCall(String name, String argumentsJson) {
        this("", name, argumentsJson);
    }
}
