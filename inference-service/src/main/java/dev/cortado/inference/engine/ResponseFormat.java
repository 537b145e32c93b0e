package dev.cortado.inference.engine;

/// What a completion's text must be.
public sealed interface ResponseFormat {

    /// Anything.
    record Text() implements ResponseFormat {}

    /// A JSON object.
    record JsonObject() implements ResponseFormat {}

    /// JSON that keeps to this JSON Schema.
    record JsonSchema(String schema) implements ResponseFormat {}
}
