package dev.cortado.gateway.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.GenerationFinished;
import dev.cortado.contracts.v1.MessagePart;
import dev.cortado.contracts.v1.Refusal;
import dev.cortado.contracts.v1.SamplingOptions;
import dev.cortado.contracts.v1.Signed;
import dev.cortado.gateway.chat.ChatMessage;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.Role;
import dev.cortado.gateway.chat.Sampling;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.AttemptRefusal.Kind;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.generate.Usage;
import dev.cortado.gateway.route.Routed;
import java.util.Locale;

/// Generate in protobuf, both ways.
final class GenerateMessages {

    private GenerateMessages() {}

    static GenerateRequest request(Routed routed, ChatRequest chat, String requestId) {
        GenerateRequest.Builder request = GenerateRequest.newBuilder()
                .setToken(ProtobufWord.of(routed.token()))
                .setSampling(sampling(chat.sampling()))
                .setRequestId(requestId);
        for (ChatMessage message : chat.messages()) {
            var built = dev.cortado.contracts.v1.ChatMessage.newBuilder()
                    .setRole(role(message.role()))
                    .setName(message.name());
            message.texts()
                    .forEach(text -> built.addParts(MessagePart.newBuilder().setText(text)));
            request.addMessages(built);
        }
        return request.build();
    }

    private static SamplingOptions sampling(Sampling sampling) {
        SamplingOptions.Builder options = SamplingOptions.newBuilder().addAllStop(sampling.stop());
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
                NanoUsd.of(finished.getCostNanoUsd()),
                finished.getErrorMessage());
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
                    REFUSAL_REASON_VARIANT_NOT_LOADED,
                    REFUSAL_REASON_QUEUE_FULL,
                    REFUSAL_REASON_METERING_UNAVAILABLE,
                    REFUSAL_REASON_DRAINING,
                    REFUSAL_REASON_CANCELLED,
                    REFUSAL_REASON_UNSPECIFIED,
                    UNRECOGNIZED -> Kind.ELSEWHERE;
        };
    }
}
