package dev.cortado.inference.attempt;

import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import java.util.ArrayList;
import java.util.List;

/// A prompt profile's text beside a conversation.
///
/// @param text empty without a profile
/// @param besideSystem the client has a system message of its own in front
public record ProfileUse(String text, boolean besideSystem) {

    /// No profile.
    public static final ProfileUse NONE = new ProfileUse("", false);

    private static final String SEPARATOR = "\n\n";

    public static ProfileUse of(String text, Conversation conversation) {
        return new ProfileUse(text, hasSystemInFront(conversation));
    }

    /// The conversation with the text in front, so that its tokens are the same from request to request and need to be
    /// computed once. Templates take one system message: the client's own follows in the same one.
    public Conversation before(Conversation conversation) {
        List<ConversationMessage> messages = new ArrayList<>(conversation.messages());
        if (hasSystemInFront(conversation)) {
            ConversationMessage first = messages.removeFirst();
            messages.addFirst(new ConversationMessage(ChatRole.SYSTEM, joined(text, first.content())));
        } else {
            messages.addFirst(new ConversationMessage(ChatRole.SYSTEM, text));
        }
        return new Conversation(messages, conversation.tools(), conversation.format());
    }

    static String joined(String text, String client) {
        return client.isEmpty() ? text : text + SEPARATOR + client;
    }

    private static boolean hasSystemInFront(Conversation conversation) {
        return !conversation.messages().isEmpty()
                && conversation.messages().getFirst().role() == ChatRole.SYSTEM;
    }
}
