package dev.cortado.router.grpc;

import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.LeaseCharge;
import dev.cortado.contracts.v1.MeteredTokens;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.Refusal;
import dev.cortado.contracts.v1.RefusalReason;
import dev.cortado.contracts.v1.Signed;
import dev.cortado.contracts.v1.TokenUsage;
import dev.cortado.router.decision.Finish;
import dev.cortado.router.decision.RefusedBecause;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.route.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what nodes signed.
public final class Words {

    private Words() {}

    /// The receipt inside, or empty where the signature is wrong.
    public static Optional<Word> receipt(Signer signer, Signed signed) {
        return SignedMessages.open(signer, signed, Receipt.getDefaultInstance()).map(Words::toWord);
    }

    /// The refusal inside, or empty where the signature is wrong.
    public static Optional<Word> refusal(Signer signer, Signed signed) {
        return SignedMessages.open(signer, signed, Refusal.getDefaultInstance())
                .map(refusal -> new Word.Refusal(
                        new AttemptKey(ReservationId.parse(refusal.getReservationId()), refusal.getAttempt()),
                        new NodeId(refusal.getNodeId()),
                        new NodeIncarnation(refusal.getNodeIncarnation()),
                        toReason(refusal.getReason()),
                        toCount(refusal.getPromptTokens()),
                        toCount(refusal.getContextTokensMax())));
    }

    private static TokenCount toCount(long count) {
        return TokenCount.of(Math.clamp(count, 0, TokenCount.COUNT_MAX));
    }

    private static Word toWord(Receipt receipt) {
        return new Word.Receipt(
                new AttemptKey(ReservationId.parse(receipt.getReservationId()), receipt.getAttempt()),
                new NodeId(receipt.getNodeId()),
                new NodeIncarnation(receipt.getNodeIncarnation()),
                NanoUsd.of(receipt.getCostNanoUsd()),
                toCharged(receipt.getChargesList()),
                toUse(receipt.getUsage()),
                toFinish(receipt.getFinishReason()));
    }

    public static Map<LeaseId, Long> toCharged(List<LeaseCharge> charges) {
        Map<LeaseId, Long> charged = new HashMap<>();
        charges.forEach(charge -> charged.put(new LeaseId(charge.getLeaseId()), charge.getCharged()));
        return charged;
    }

    public static TokenUse toUse(TokenUsage usage) {
        return new TokenUse(
                toMetered(usage.getPrompt()),
                toMetered(usage.getCachedPrompt()),
                toMetered(usage.getCacheWrite()),
                toMetered(usage.getCompletion()));
    }

    static TokenUsage ofUse(TokenUse use) {
        return TokenUsage.newBuilder()
                .setPrompt(ofMetered(use.prompt()))
                .setCachedPrompt(ofMetered(use.cachedPrompt()))
                .setCacheWrite(ofMetered(use.cacheWrite()))
                .setCompletion(ofMetered(use.completion()))
                .build();
    }

    public static Finish toFinish(FinishReason reason) {
        return switch (reason) {
            case FINISH_REASON_UNSPECIFIED, UNRECOGNIZED -> Finish.UNSPECIFIED;
            case FINISH_REASON_STOP -> Finish.STOP;
            case FINISH_REASON_LENGTH -> Finish.LENGTH;
            case FINISH_REASON_BUDGET -> Finish.BUDGET;
            case FINISH_REASON_CANCELLED -> Finish.CANCELLED;
            case FINISH_REASON_DEADLINE -> Finish.DEADLINE;
            case FINISH_REASON_ERROR -> Finish.ERROR;
            case FINISH_REASON_TOOL_CALLS -> Finish.TOOL_CALLS;
        };
    }

    /// Both sides name their values alike.
    static FinishReason ofFinish(Finish finish) {
        return FinishReason.valueOf("FINISH_REASON_" + finish.name());
    }

    private static RefusedBecause toReason(RefusalReason reason) {
        return reason == RefusalReason.UNRECOGNIZED
                ? RefusedBecause.UNSPECIFIED
                : RefusedBecause.valueOf(reason.name().substring("REFUSAL_REASON_".length()));
    }

    static RefusalReason ofReason(RefusedBecause reason) {
        return RefusalReason.valueOf("REFUSAL_REASON_" + reason.name());
    }

    private static TokenUse.Metered toMetered(MeteredTokens tokens) {
        return new TokenUse.Metered(
                tokens.getCount(),
                switch (tokens.getCountedBy()) {
                    case COUNTED_BY_UNSPECIFIED, UNRECOGNIZED -> TokenUse.Counter.UNSPECIFIED;
                    case COUNTED_BY_ENGINE -> TokenUse.Counter.ENGINE;
                    case COUNTED_BY_PLATFORM -> TokenUse.Counter.PLATFORM;
                    case COUNTED_BY_UNKNOWN -> TokenUse.Counter.UNKNOWN;
                });
    }

    private static MeteredTokens ofMetered(TokenUse.Metered tokens) {
        return MeteredTokens.newBuilder()
                .setCount(tokens.count())
                .setCountedBy(dev.cortado.contracts.v1.CountedBy.valueOf(
                        "COUNTED_BY_" + tokens.countedBy().name()))
                .build();
    }
}
