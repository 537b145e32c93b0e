package dev.cortado.inference.engine;

/// A function that the model may call.
///
/// @param name of letters, digits, `_`, `-` and `.`
/// @param description empty for none
/// @param parametersJson JSON Schema of the arguments, as it is to stand in the prompt; empty for none
/// @param strict whether the arguments must keep to the schema exactly
public record Tool(String name, String description, String parametersJson, boolean strict) {}
