package dev.cortado.inference.grpc;

import dev.cortado.contracts.v1.ChatMessage;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.MessagePart;

/// The parts of the contract that this node does not serve yet. Refused by name, never ignored.
final class UnservedFields {

    private UnservedFields() {}

    /// @throws IllegalArgumentException naming the first such field
    static void check(GenerateRequest request) {
        refuseIf(!request.getRawPrompt().isEmpty(), "raw_prompt");
        for (int i = 0; i < request.getMessagesCount(); i++) {
            checkMessage("messages[" + i + "]", request.getMessages(i));
        }
    }

    private static void checkMessage(String field, ChatMessage message) {
        refuseIf(!message.getName().isEmpty(), field + ".name");
        refuseIf(!message.getToolCallId().isEmpty() && !message.getRole().equals("tool"), field + ".tool_call_id");
        refuseIf(message.getToolCallsCount() > 0 && !message.getRole().equals("assistant"), field + ".tool_calls");
        for (int i = 0; i < message.getPartsCount(); i++) {
            MessagePart part = message.getParts(i);
            refuseIf(
                    part.getPartCase() != MessagePart.PartCase.TEXT,
                    field + ".parts[" + i + "]",
                    "only text is served by this node");
        }
    }

    private static void refuseIf(boolean present, String field) {
        refuseIf(present, field, "not served by this node");
    }

    private static void refuseIf(boolean present, String field, String why) {
        if (present) {
            throw new IllegalArgumentException(field + ": " + why);
        }
    }
}
