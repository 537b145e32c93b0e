package dev.cortado.gateway.chat;

import java.util.List;

/// One message of a conversation.
///
/// @param texts its text parts in order, at least one
/// @param name the speaker's name, empty where none was given
public record ChatMessage(Role role, List<String> texts, String name) {

    public ChatMessage {
        texts = List.copyOf(texts);
    }
}
