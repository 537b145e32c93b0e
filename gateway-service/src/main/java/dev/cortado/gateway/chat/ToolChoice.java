package dev.cortado.gateway.chat;

/// Whether the model calls functions.
public sealed interface ToolChoice {

    /// It decides itself.
    record Auto() implements ToolChoice {}

    /// It answers in text, and is shown none.
    record None() implements ToolChoice {}

    /// It calls at least one.
    record Required() implements ToolChoice {}

    /// It calls this one.
    record Function(String name) implements ToolChoice {}
}
