package dev.cortado.inference.engine;

/// A stretch of a rendered prompt, by who wrote it.
public sealed interface PromptPiece {

    String text();

    /// Written by the model's template: its control tokens are meant.
    record TemplateText(String text) implements PromptPiece {}

    /// Written by a user: what looks like a control token is plain text.
    record UserText(String text) implements PromptPiece {}
}
