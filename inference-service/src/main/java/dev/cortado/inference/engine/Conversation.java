package dev.cortado.inference.engine;

import java.util.List;

/// The messages that a prompt is made of, oldest first.
public record Conversation(List<ConversationMessage> messages) {

    public Conversation {
        messages = List.copyOf(messages);
    }
}
