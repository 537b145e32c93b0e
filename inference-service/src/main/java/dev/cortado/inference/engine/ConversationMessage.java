package dev.cortado.inference.engine;

import java.util.List;

/// One message of a conversation. The content is data: nothing in it is ever read as template or as a control token.
///
/// @param calls that the assistant made with it
/// @param answeredCall id of the call whose result it is; empty for any other message
public record ConversationMessage(ChatRole role, String content, List<ToolCall> calls, String answeredCall) {

    public ConversationMessage {
        calls = List.copyOf(calls);
    }

    public ConversationMessage(ChatRole role, String content, List<ToolCall> calls) {
        this(role, content, calls, "");
    }

    public ConversationMessage(ChatRole role, String content) {
        this(role, content, List.of());
    }
}
