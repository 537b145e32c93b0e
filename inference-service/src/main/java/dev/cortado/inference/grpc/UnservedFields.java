package dev.cortado.inference.grpc;

import dev.cortado.contracts.v1.ChatMessage;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.MessagePart;
import dev.cortado.contracts.v1.SamplingOptions;
import dev.cortado.contracts.v1.ToolChoice;

/// The parts of the contract that this node does not serve yet. Refused by name, never ignored.
final class UnservedFields {

    private UnservedFields() {}

    /// @throws IllegalArgumentException naming the first such field
    static void check(GenerateRequest request) {
        refuseIf(request.getToolsCount() > 0, "tools");
        refuseIf(request.hasToolChoice() && request.getToolChoice().getMode() != ToolChoice.Mode.NONE, "tool_choice");
        String format = request.getResponseFormat().getType();
        refuseIf(!format.isEmpty() && !format.equals("text"), "response_format");
        refuseIf(!request.getRawPrompt().isEmpty(), "raw_prompt");
        checkSampling(request.getSampling());
        for (int i = 0; i < request.getMessagesCount(); i++) {
            checkMessage("messages[" + i + "]", request.getMessages(i));
        }
    }

    private static void checkSampling(SamplingOptions sampling) {
        refuseIf(sampling.getLogitBiasCount() > 0, "sampling.logit_bias");
        refuseIf(sampling.getLogprobs() || sampling.getTopLogprobs() != 0, "sampling.logprobs");
        refuseIf(sampling.getN() > 1 || sampling.getN() < 0, "sampling.n");
    }

    private static void checkMessage(String field, ChatMessage message) {
        refuseIf(!message.getName().isEmpty(), field + ".name");
        refuseIf(!message.getToolCallId().isEmpty(), field + ".tool_call_id");
        refuseIf(message.getToolCallsCount() > 0, field + ".tool_calls");
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
