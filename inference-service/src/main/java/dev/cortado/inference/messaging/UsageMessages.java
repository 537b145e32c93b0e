package dev.cortado.inference.messaging;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.v1.CountedBy;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.LeaseCharge;
import dev.cortado.contracts.v1.LimitUnit;
import dev.cortado.contracts.v1.MeteredTokens;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.Signed;
import dev.cortado.contracts.v1.TokenUsage;
import dev.cortado.contracts.v1.UsageEvent;
import dev.cortado.inference.engine.TokenCounters;
import dev.cortado.inference.meter.Charge;
import dev.cortado.inference.meter.FinishCause;
import dev.cortado.inference.meter.MeteredAttempt;
import dev.cortado.inference.verify.LimitKind;
import java.time.Duration;
import java.time.Instant;

/// A metered attempt as protobuf: its usage event and its receipts.
public final class UsageMessages {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MICRO = 1_000;

    private final Signer signer;

    public UsageMessages(Signer signer) {
        this.signer = signer;
    }

    public UsageEvent event(MeteredAttempt attempt) {
        UsageEvent.Builder event = UsageEvent.newBuilder()
                .setToken(token(attempt))
                .setUsage(usage(attempt))
                .setCostNanoUsd(attempt.cost().nanos())
                .addAllCharges(
                        attempt.charges().stream().map(UsageMessages::charge).toList())
                .setFinishReason(finishReason(attempt.finish()))
                .setBusySeconds(attempt.timings().busy().toNanos() / NANOS_PER_SECOND)
                .setStartedAt(timestamp(attempt.timings().startedAt()))
                .setFinishedAt(timestamp(attempt.timings().finishedAt()))
                .setTimeToFirstTokenMicros(micros(attempt.timings().timeToFirstToken()))
                .setQueueMicros(micros(attempt.timings().queued()))
                .setReceipt(SignedMessages.sign(signer, receipt(attempt).build()));
        attempt.grant().profile().promptTokens().ifPresent(event::setProfilePromptTokens);
        return event.build();
    }

    /// The receipt for the caller: the event's, with the broker's time.
    public Signed receipt(MeteredAttempt attempt, Instant appendedAt) {
        return SignedMessages.sign(
                signer, receipt(attempt).setAppendedAt(timestamp(appendedAt)).build());
    }

    /// No engine here tells what it wrote to a cache apart: that is none, as the one who counted the cached tokens
    /// says.
    public static TokenUsage usage(MeteredAttempt attempt) {
        BilledTokens tokens = attempt.tokens();
        TokenCounters counters = attempt.counters();
        return TokenUsage.newBuilder()
                .setPrompt(counted(tokens.prompt(), counters.prompt()))
                .setCachedPrompt(counted(tokens.cachedPrompt(), counters.cachedPrompt()))
                .setCacheWrite(counted(tokens.cacheWrite(), counters.cachedPrompt()))
                .setCompletion(counted(tokens.completion(), counters.completion()))
                .build();
    }

    public static FinishReason finishReason(FinishCause cause) {
        return switch (cause) {
            case STOP -> FinishReason.FINISH_REASON_STOP;
            case TOOL_CALLS -> FinishReason.FINISH_REASON_TOOL_CALLS;
            case LENGTH -> FinishReason.FINISH_REASON_LENGTH;
            case BUDGET -> FinishReason.FINISH_REASON_BUDGET;
            case CANCELLED -> FinishReason.FINISH_REASON_CANCELLED;
            case DEADLINE -> FinishReason.FINISH_REASON_DEADLINE;
            case ERROR -> FinishReason.FINISH_REASON_ERROR;
        };
    }

    public static long micros(Duration duration) {
        return duration.toNanos() / NANOS_PER_MICRO;
    }

    private static Receipt.Builder receipt(MeteredAttempt attempt) {
        return Receipt.newBuilder()
                .setReservationId(attempt.grant().id().reservation().toString())
                .setAttempt(attempt.grant().id().attempt())
                .setNodeId(attempt.grant().node().node().value())
                .setNodeIncarnation(attempt.grant().node().incarnation().value())
                .setUsage(usage(attempt))
                .setCostNanoUsd(attempt.cost().nanos())
                .addAllCharges(
                        attempt.charges().stream().map(UsageMessages::charge).toList())
                .setFinishReason(finishReason(attempt.finish()))
                .setPriceVersion(attempt.grant().prices().version().value());
    }

    private static Signed token(MeteredAttempt attempt) {
        try {
            return Signed.parseFrom(attempt.grant().token().bytes());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a token that was read cannot be read again", e);
        }
    }

    private static LeaseCharge charge(Charge charge) {
        return LeaseCharge.newBuilder()
                .setLeaseId(charge.hold().lease().value())
                .setCounterId(charge.hold().counter().value())
                .setUnit(unit(charge.hold().kind()))
                .setHeld(charge.hold().amount())
                .setCharged(charge.charged())
                .build();
    }

    private static LimitUnit unit(LimitKind kind) {
        return switch (kind) {
            case NANO_USD -> LimitUnit.LIMIT_UNIT_NANO_USD;
            case TOKENS -> LimitUnit.LIMIT_UNIT_TOKENS;
            case REQUESTS -> LimitUnit.LIMIT_UNIT_REQUESTS;
        };
    }

    private static MeteredTokens counted(TokenCount tokens, TokenCounters.Counter counter) {
        return MeteredTokens.newBuilder()
                .setCount(tokens.count())
                .setCountedBy(
                        switch (counter) {
                            case ENGINE -> CountedBy.COUNTED_BY_ENGINE;
                            case PLATFORM -> CountedBy.COUNTED_BY_PLATFORM;
                            case UNKNOWN -> CountedBy.COUNTED_BY_UNKNOWN;
                        })
                .build();
    }

    static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
