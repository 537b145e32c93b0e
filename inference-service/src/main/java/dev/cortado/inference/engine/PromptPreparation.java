package dev.cortado.inference.engine;

/// What came of turning a conversation into tokens.
public sealed interface PromptPreparation {

    record Prepared(PreparedPrompt prompt) implements PromptPreparation {}

    /// The model's template does not take this conversation.
    record Unrenderable(String reason) implements PromptPreparation {}

    /// The answer that is asked for cannot be enforced.
    ///
    /// @param field what the client calls it
    record Unsupported(String field, String reason) implements PromptPreparation {}
}
