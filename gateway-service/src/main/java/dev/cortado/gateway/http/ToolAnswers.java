package dev.cortado.gateway.http;

import dev.cortado.gateway.chat.ChatMessage;
import dev.cortado.gateway.chat.Role;
import java.util.LinkedHashMap;
import java.util.Map;

/// Holds the messages of tools to the calls that they answer: each call of an assistant's message is answered once,
/// before anybody else speaks.
final class ToolAnswers {

    private int index;
    /// Where each call of the last assistant's message stands, until it is answered.
    private final Map<String, String> unanswered = new LinkedHashMap<>();

    void next(ChatMessage message) throws InvalidRequest {
        if (message.role() == Role.TOOL) {
            if (unanswered.remove(message.toolCallId()) == null) {
                throw JsonFields.invalid(
                        "messages[" + index + "].tool_call_id",
                        "is '" + message.toolCallId()
                                + "', which no call of the assistant's message before it has, or was answered already");
            }
        } else {
            end();
            for (int call = 0; call < message.toolCalls().size(); call++) {
                String path = "messages[" + index + "].tool_calls[" + call + "].id";
                String id = message.toolCalls().get(call).id();
                if (unanswered.put(id, path) != null) {
                    throw JsonFields.invalid(path, "is '" + id + "', the id of another call of this message");
                }
            }
        }
        index++;
    }

    /// Nobody answers the open calls any more.
    void end() throws InvalidRequest {
        for (var call : unanswered.entrySet()) {
            throw JsonFields.invalid(
                    call.getValue(),
                    "is '" + call.getKey() + "', which no message with the role 'tool' answers: each call's result must"
                            + " follow, with its id as 'tool_call_id'");
        }
    }
}
