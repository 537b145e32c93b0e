package dev.cortado.gateway.http;

import dev.cortado.gateway.chat.ChatMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads `messages`.
final class MessagesReader {

    private final JsonFields json;
    private final RequestLimits limits;

    MessagesReader(JsonFields json, RequestLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    List<ChatMessage> read() throws IOException, InvalidRequest {
        List<ChatMessage> messages = new ArrayList<>();
        ToolAnswers answers = new ToolAnswers();
        json.array(limits.messagesMax(), () -> {
            ChatMessage message = new MessageReader(json, limits).read();
            answers.next(message);
            messages.add(message);
        });
        answers.end();
        if (messages.isEmpty()) {
            throw json.invalid("must hold at least one message");
        }
        return messages;
    }
}
