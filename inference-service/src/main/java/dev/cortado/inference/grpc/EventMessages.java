package dev.cortado.inference.grpc;

import com.google.protobuf.ByteString;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.v1.ChoiceFinish;
import dev.cortado.contracts.v1.GenerateEvent;
import dev.cortado.contracts.v1.GenerationAccepted;
import dev.cortado.contracts.v1.GenerationDelta;
import dev.cortado.contracts.v1.GenerationFinished;
import dev.cortado.contracts.v1.MeteringUnavailable;
import dev.cortado.contracts.v1.Refusal;
import dev.cortado.contracts.v1.RefusalReason;
import dev.cortado.contracts.v1.TokenLogprob;
import dev.cortado.contracts.v1.ToolCallDelta;
import dev.cortado.contracts.v1.TopLogprob;
import dev.cortado.inference.attempt.RefusedAttempt;
import dev.cortado.inference.engine.Delta;
import dev.cortado.inference.engine.TokenLikelihood;
import dev.cortado.inference.messaging.UsageMessages;
import dev.cortado.inference.meter.FinishCause;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.verify.NodeIdentity;
import dev.cortado.inference.verify.RefusalCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// What the caller of Generate is sent.
final class EventMessages {

    private final Signer signer;
    private final NodeIdentity self;
    private final UsageMessages usage;

    EventMessages(Signer signer, NodeIdentity self) {
        this.signer = signer;
        this.self = self;
        this.usage = new UsageMessages(signer);
    }

    GenerateEvent accepted(TokenCount promptTokens, TokenCount completionMax, boolean cutByHold) {
        return GenerateEvent.newBuilder()
                .setAccepted(GenerationAccepted.newBuilder()
                        .setPromptTokens(promptTokens.count())
                        .setCompletionTokensMax(completionMax.count())
                        .setShortenedByHold(cutByHold))
                .build();
    }

    GenerateEvent delta(Delta delta) {
        GenerationDelta.Builder message =
                GenerationDelta.newBuilder().setText(delta.text()).setIndex(delta.choice());
        delta.tokens().forEach(token -> message.addLogprobs(likelihood(token)));
        delta.calls()
                .forEach(piece -> message.addToolCalls(ToolCallDelta.newBuilder()
                        .setPosition(piece.position())
                        .setId(piece.id())
                        .setName(piece.name())
                        .setArgumentsJson(piece.argumentsJson())));
        return GenerateEvent.newBuilder().setDelta(message).build();
    }

    private static TokenLogprob likelihood(TokenLikelihood token) {
        TokenLogprob.Builder message = TokenLogprob.newBuilder()
                .setToken(ByteString.copyFrom(token.token().toArray()))
                .setLogprob(token.logarithm());
        token.top()
                .forEach(likely -> message.addTop(TopLogprob.newBuilder()
                        .setToken(ByteString.copyFrom(likely.token().toArray()))
                        .setLogprob(likely.logarithm())));
        return message.build();
    }

    GenerateEvent finished(MeteredAttempt attempt, Instant appendedAt) {
        Duration generation = Duration.between(
                attempt.timings().startedAt(), attempt.timings().finishedAt());
        GenerationFinished.Builder finished = GenerationFinished.newBuilder()
                .addAllChoices(choices(attempt.choices()))
                .setReceipt(usage.receipt(attempt, appendedAt))
                .setUsage(UsageMessages.usage(attempt))
                .setFinishReason(UsageMessages.finishReason(attempt.finish()))
                .setCostNanoUsd(attempt.cost().nanos())
                .setTimeToFirstTokenMicros(
                        UsageMessages.micros(attempt.timings().timeToFirstToken()))
                .setGenerationMicros(UsageMessages.micros(generation))
                .setErrorMessage(attempt.errorMessage());
        attempt.grant().profile().promptTokens().ifPresent(finished::setProfilePromptTokens);
        return GenerateEvent.newBuilder().setFinished(finished).build();
    }

    private static List<ChoiceFinish> choices(List<FinishCause> finishes) {
        return IntStream.range(0, finishes.size())
                .mapToObj(index -> ChoiceFinish.newBuilder()
                        .setIndex(index)
                        .setFinishReason(UsageMessages.finishReason(finishes.get(index)))
                        .build())
                .toList();
    }

    GenerateEvent refused(RefusedAttempt refused) {
        Refusal.Builder refusal = Refusal.newBuilder()
                .setNodeId(self.node().value())
                .setNodeIncarnation(self.incarnation().value())
                .setReason(reason(refused.cause()))
                .setMessage(refused.message())
                .setPromptTokens(refused.promptTokens().count())
                .setCostMinNanoUsd(refused.costMin().nanos())
                .setContextTokensMax(refused.contextTokens())
                .setField(refused.field());
        refused.id()
                .ifPresent(id ->
                        refusal.setReservationId(id.reservation().toString()).setAttempt(id.attempt()));
        return GenerateEvent.newBuilder()
                .setRefused(SignedMessages.sign(signer, refusal.build()))
                .build();
    }

    GenerateEvent meteringUnavailable(String message) {
        return GenerateEvent.newBuilder()
                .setMeteringUnavailable(MeteringUnavailable.newBuilder().setMessage(message))
                .build();
    }

    private static RefusalReason reason(RefusalCause cause) {
        return switch (cause) {
            case BAD_SIGNATURE -> RefusalReason.REFUSAL_REASON_BAD_SIGNATURE;
            case OTHER_INCARNATION -> RefusalReason.REFUSAL_REASON_OTHER_INCARNATION;
            case TOKEN_USED -> RefusalReason.REFUSAL_REASON_TOKEN_USED;
            case TOKEN_EXPIRED -> RefusalReason.REFUSAL_REASON_TOKEN_EXPIRED;
            case HOLD_TOO_SMALL -> RefusalReason.REFUSAL_REASON_HOLD_TOO_SMALL;
            case CONTEXT_TOO_LONG -> RefusalReason.REFUSAL_REASON_CONTEXT_TOO_LONG;
            case NOT_COUNTED -> RefusalReason.REFUSAL_REASON_NOT_COUNTED;
            case VARIANT_NOT_LOADED -> RefusalReason.REFUSAL_REASON_VARIANT_NOT_LOADED;
            case QUEUE_FULL -> RefusalReason.REFUSAL_REASON_QUEUE_FULL;
            case TENANT_SHARE_FULL -> RefusalReason.REFUSAL_REASON_TENANT_SHARE_FULL;
            case METERING_UNAVAILABLE -> RefusalReason.REFUSAL_REASON_METERING_UNAVAILABLE;
            case DRAINING -> RefusalReason.REFUSAL_REASON_DRAINING;
            case UNSUPPORTED -> RefusalReason.REFUSAL_REASON_UNSUPPORTED;
        };
    }
}
