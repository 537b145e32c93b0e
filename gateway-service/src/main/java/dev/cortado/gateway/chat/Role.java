package dev.cortado.gateway.chat;

/// Who speaks in a message. OpenAI's `developer` is read as [#SYSTEM].
public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    /// What a function that the assistant called came to.
    TOOL
}
