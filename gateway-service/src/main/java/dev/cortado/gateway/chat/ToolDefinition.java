package dev.cortado.gateway.chat;

/// A function that the model may call.
///
/// @param description empty where none was given
/// @param parameters JSON schema of its arguments, empty where none was given
/// @param strict whether the arguments must keep to that schema
public record ToolDefinition(String name, String description, String parameters, boolean strict) {}
