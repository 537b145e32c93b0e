package dev.cortado.gateway.chat;

/// What an answer's text must be.
public sealed interface ResponseFormat {

    record Text() implements ResponseFormat {}

    record JsonObject() implements ResponseFormat {}

    /// @param schema the JSON schema it keeps to, as JSON
    record JsonSchema(String name, String schema) implements ResponseFormat {}
}
