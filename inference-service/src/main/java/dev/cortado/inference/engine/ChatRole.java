package dev.cortado.inference.engine;

/// Who speaks in a conversation, by the name a chat template knows.
public enum ChatRole {
    SYSTEM("system"),
    USER("user"),
    ASSISTANT("assistant"),
    /// The result of a tool call.
    TOOL("tool");

    private final String templateName;

    ChatRole(String templateName) {
        this.templateName = templateName;
    }

    public String templateName() {
        return templateName;
    }
}
