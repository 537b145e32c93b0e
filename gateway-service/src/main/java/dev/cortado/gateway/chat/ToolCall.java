package dev.cortado.gateway.chat;

/// A call of a declared function that an assistant's message asked for.
///
/// @param id by which a tool's message answers it
/// @param arguments JSON as the model wrote it, which need not be whole
public record ToolCall(String id, String name, String arguments) {}
