package dev.cortado.gateway.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.v1.ChoiceFinish;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.GenerationDelta;
import dev.cortado.contracts.v1.GenerationFinished;
import dev.cortado.contracts.v1.MessagePart;
import dev.cortado.contracts.v1.Refusal;
import dev.cortado.contracts.v1.SamplingOptions;
import dev.cortado.contracts.v1.Signed;
import dev.cortado.gateway.chat.ChatMessage;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.Output;
import dev.cortado.gateway.chat.ResponseFormat;
import dev.cortado.gateway.chat.Role;
import dev.cortado.gateway.chat.Sampling;
import dev.cortado.gateway.chat.ToolCall;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.AttemptRefusal.Kind;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.generate.TokenLogprob;
import dev.cortado.gateway.generate.TokenLogprob.Scored;
import dev.cortado.gateway.generate.ToolCallPiece;
import dev.cortado.gateway.generate.Usage;
import dev.cortado.gateway.route.Routed;
import java.util.Locale;
import java.util.stream.Collectors;

/// Generate in protobuf, both ways.
final class GenerateMessages {

    private GenerateMessages() {}

    static GenerateRequest request(Routed routed, ChatRequest chat, String requestId) {
        GenerateRequest.Builder request = GenerateRequest.newBuilder()
                .setToken(ProtobufWord.of(routed.token()))
                .setSampling(sampling(chat.sampling(), chat.output()))
                .setRequestId(requestId);
        if (routed.profile() != null) {
            request.setProfileText(routed.profile().text());
        }
        chat.messages().forEach(message -> request.addMessages(message(message)));
        ToolMessages.add(chat.tools(), request);
        switch (chat.output().format()) {
            case ResponseFormat.Text _ -> {}
            case ResponseFormat.JsonObject _ ->
                request.setResponseFormat(
                        dev.cortado.contracts.v1.ResponseFormat.newBuilder().setType("json_object"));
            case ResponseFormat.JsonSchema(String name, String schema) ->
                request.setResponseFormat(dev.cortado.contracts.v1.ResponseFormat.newBuilder()
                        .setType("json_schema")
                        .setName(name)
                        .setJsonSchema(schema));
        }
        return request.build();
    }

    private static dev.cortado.contracts.v1.ChatMessage message(ChatMessage message) {
        var built = dev.cortado.contracts.v1.ChatMessage.newBuilder()
                .setRole(role(message.role()))
                .setToolCallId(message.toolCallId());
        for (String text : message.texts()) {
            built.addParts(MessagePart.newBuilder().setText(text));
        }
        for (ToolCall call : message.toolCalls()) {
            built.addToolCalls(dev.cortado.contracts.v1.ToolCall.newBuilder()
                    .setId(call.id())
                    .setName(call.name())
                    .setArgumentsJson(call.arguments()));
        }
        return built.build();
    }

    private static SamplingOptions sampling(Sampling sampling, Output output) {
        SamplingOptions.Builder options = SamplingOptions.newBuilder()
                .addAllStop(sampling.stop())
                .putAllLogitBias(sampling.logitBias())
                .setN(output.generated());
        if (output.topLogprobs() != null) {
            options.setLogprobs(true).setTopLogprobs(output.topLogprobs());
        }
        if (sampling.temperature() != null) {
            options.setTemperature(sampling.temperature());
        }
        if (sampling.topProbability() != null) {
            options.setTopP(sampling.topProbability());
        }
        if (sampling.seed() != null) {
            options.setSeed(sampling.seed());
        }
        if (sampling.presencePenalty() != null) {
            options.setPresencePenalty(sampling.presencePenalty());
        }
        if (sampling.frequencyPenalty() != null) {
            options.setFrequencyPenalty(sampling.frequencyPenalty());
        }
        return options.build();
    }

    private static String role(Role role) {
        return switch (role) {
            case SYSTEM -> "system";
            case USER -> "user";
            case ASSISTANT -> "assistant";
            case TOOL -> "tool";
        };
    }

    static Finished finished(GenerationFinished finished) {
        return new Finished(
                new ProtobufWord(finished.getReceipt()),
                new Usage(
                        CatalogueMessages.known(finished.getUsage().getPrompt()),
                        CatalogueMessages.known(finished.getUsage().getCachedPrompt()),
                        CatalogueMessages.known(finished.getUsage().getCompletion())),
                reason(finished.getFinishReason()),
                finished.getChoicesList().stream()
                        .collect(Collectors.toMap(
                                ChoiceFinish::getIndex, choice -> reason(choice.getFinishReason()), (one, _) -> one)),
                NanoUsd.of(finished.getCostNanoUsd()),
                finished.getErrorMessage(),
                finished.hasProfilePromptTokens() ? Long.valueOf(finished.getProfilePromptTokens()) : null);
    }

    static Delta delta(GenerationDelta delta) {
        return new Delta(
                delta.getIndex(),
                delta.getText(),
                delta.getLogprobsList().stream()
                        .map(token -> new TokenLogprob(
                                new Scored(token.getToken().toByteArray(), token.getLogprob()),
                                token.getTopList().stream()
                                        .map(top -> new Scored(top.getToken().toByteArray(), top.getLogprob()))
                                        .toList()))
                        .toList(),
                delta.getToolCallsList().stream()
                        .map(call -> new ToolCallPiece(
                                call.getPosition(), call.getId(), call.getName(), call.getArgumentsJson()))
                        .toList());
    }

    private static FinishReason reason(dev.cortado.contracts.v1.FinishReason reason) {
        return switch (reason) {
            case FINISH_REASON_STOP -> FinishReason.STOP;
            case FINISH_REASON_LENGTH -> FinishReason.LENGTH;
            case FINISH_REASON_BUDGET -> FinishReason.BUDGET;
            case FINISH_REASON_CANCELLED -> FinishReason.CANCELLED;
            case FINISH_REASON_TOOL_CALLS -> FinishReason.TOOL_CALLS;
            case FINISH_REASON_DEADLINE -> FinishReason.DEADLINE;
            case FINISH_REASON_ERROR, FINISH_REASON_UNSPECIFIED, UNRECOGNIZED -> FinishReason.ERROR;
        };
    }

    /// Reads what a refusal says; whether it is the node's is for the router to verify.
    static AttemptRefusal refusal(Signed signed) throws InvalidProtocolBufferException {
        Refusal refusal = Refusal.parseFrom(signed.getPayload());
        String reason = refusal.getReason().name().replace("REFUSAL_REASON_", "");
        return new AttemptRefusal(
                new ProtobufWord(signed),
                kind(refusal),
                refusal.getMessage().isEmpty()
                        ? reason.toLowerCase(Locale.ROOT).replace('_', ' ')
                        : refusal.getMessage(),
                refusal.getPromptTokens(),
                NanoUsd.of(refusal.getCostMinNanoUsd()),
                refusal.getContextTokensMax(),
                refusal.getField());
    }

    private static Kind kind(Refusal refusal) {
        return switch (refusal.getReason()) {
            case REFUSAL_REASON_HOLD_TOO_SMALL -> Kind.HOLD_TOO_SMALL;
            case REFUSAL_REASON_CONTEXT_TOO_LONG -> Kind.CONTEXT_TOO_LONG;
            case REFUSAL_REASON_TOKEN_USED -> Kind.TOKEN_USED;
            case REFUSAL_REASON_UNSUPPORTED -> Kind.NOT_SERVED;
            case REFUSAL_REASON_BAD_SIGNATURE,
                    REFUSAL_REASON_OTHER_INCARNATION,
                    REFUSAL_REASON_TOKEN_EXPIRED,
                    REFUSAL_REASON_NOT_COUNTED,
                    REFUSAL_REASON_VARIANT_NOT_LOADED,
                    REFUSAL_REASON_QUEUE_FULL,
                    REFUSAL_REASON_TENANT_SHARE_FULL,
                    REFUSAL_REASON_METERING_UNAVAILABLE,
                    REFUSAL_REASON_DRAINING,
                    REFUSAL_REASON_CANCELLED,
                    REFUSAL_REASON_UNSPECIFIED,
                    UNRECOGNIZED -> Kind.ELSEWHERE;
        };
    }
}
