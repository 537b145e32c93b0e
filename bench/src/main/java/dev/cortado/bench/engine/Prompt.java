package dev.cortado.bench.engine;

import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.PreparedPrompt;

/// One prompt as text, and as the model's tokens with its template around it.
record Prompt(String text, PreparedPrompt tokens) {

    int size() {
        return tokens.size();
    }

    static Conversation conversation(String text) {
        return new Conversation(java.util.List.of(new ConversationMessage(ChatRole.USER, text)));
    }
}
