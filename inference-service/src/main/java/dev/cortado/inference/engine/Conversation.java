package dev.cortado.inference.engine;

import java.util.List;

/// What a prompt is made of: the messages, oldest first, the tools that the model may call, and what it is to answer
/// with.
public record Conversation(List<ConversationMessage> messages, ToolUse tools, ResponseFormat format) {

    public Conversation {
        messages = List.copyOf(messages);
    }

    /// Without tools, to be answered freely.
    public Conversation(List<ConversationMessage> messages) {
        this(messages, ToolUse.NONE, new ResponseFormat.Text());
    }
}
