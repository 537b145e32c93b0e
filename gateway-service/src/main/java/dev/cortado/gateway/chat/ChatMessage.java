package dev.cortado.gateway.chat;

import java.util.List;

/// One message of a conversation.
///
/// @param texts its text parts in order; none only where it calls tools
/// @param toolCalls what an assistant's message asked for
/// @param toolCallId the call that a tool's message answers, else empty
public record ChatMessage(Role role, List<String> texts, List<ToolCall> toolCalls, String toolCallId) {

    public ChatMessage {
        texts = List.copyOf(texts);
        toolCalls = List.copyOf(toolCalls);
    }

    /// A message of text alone.
    public static ChatMessage of(Role role, String... texts) {
        return new ChatMessage(role, List.of(texts), List.of(), "");
    }
}
