package dev.cortado.bench.admission;

import com.google.protobuf.Timestamp;
import dev.cortado.bench.usage.UsageTopic;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.CountedBy;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.LeaseAmount;
import dev.cortado.contracts.v1.LeaseCharge;
import dev.cortado.contracts.v1.MeteredTokens;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.Routed;
import dev.cortado.contracts.v1.SettleRequest;
import dev.cortado.contracts.v1.TokenUsage;
import dev.cortado.contracts.v1.UsageEvent;
import dev.cortado.router.grpc.Wire;
import java.time.Instant;

/// What a node writes and signs of an attempt that used half of its completion: its usage event, which
/// accounting posts, and its receipt. For calls of the router without a node.
final class MeteringNode {

    /// As long as [RouteCalls#PROMPT_BYTES] of English.
    private static final int PROMPT_TOKENS = RouteCalls.PROMPT_BYTES / 4;

    private static final int COMPLETION_TOKENS = RouteCalls.COMPLETION_TOKENS / 2;
    private static final double BUSY_SECONDS = 0.05;

    private final Signer signer;
    private final UsageTopic topic;

    MeteringNode(Signer signer, UsageTopic topic) {
        this.signer = signer;
        this.topic = topic;
    }

    /// An attempt's end.
    ///
    /// @param partition where its event goes
    record Metered(String reservation, int attempt, int partition, UsageEvent event) {

        SettleRequest settlement() {
            return SettleRequest.newBuilder()
                    .setReservationId(reservation)
                    .setAttempt(attempt)
                    .setReceipt(event.getReceipt())
                    .build();
        }
    }

    /// Appends the event and answers with the receipt.
    SettleRequest finish(Routed routed) {
        Metered metered = metered(signer, routed);
        topic.append(metered.partition(), metered.reservation() + "/" + metered.attempt(), metered.event());
        return metered.settlement();
    }

    static Metered metered(Signer signer, Routed routed) {
        AttemptToken token = Receipts.token(routed);
        BilledTokens tokens =
                BilledTokens.ofPromptAndCompletion(TokenCount.of(PROMPT_TOKENS), TokenCount.of(COMPLETION_TOKENS));
        long cost = Wire.toPrices(token.getPrices()).cost(tokens).nanos();
        TokenUsage usage = TokenUsage.newBuilder()
                .setPrompt(counted(PROMPT_TOKENS))
                .setCachedPrompt(counted(0))
                .setCacheWrite(counted(0))
                .setCompletion(counted(COMPLETION_TOKENS))
                .build();
        Receipt.Builder receipt = Receipts.begun(token)
                .setUsage(usage)
                .setCostNanoUsd(cost)
                .setFinishReason(FinishReason.FINISH_REASON_STOP);
        token.getHoldsList()
                .forEach(held ->
                        receipt.addCharges(charge(held, cost, tokens.total().count())));
        Timestamp now = Wire.ofInstant(Instant.now());
        UsageEvent event = UsageEvent.newBuilder()
                .setToken(routed.getToken())
                .setUsage(usage)
                .setCostNanoUsd(cost)
                .addAllCharges(receipt.getChargesList())
                .setFinishReason(FinishReason.FINISH_REASON_STOP)
                .setBusySeconds(BUSY_SECONDS)
                .setStartedAt(now)
                .setFinishedAt(now)
                .setReceipt(SignedMessages.sign(signer, receipt.build()))
                .build();
        return new Metered(token.getReservationId(), token.getAttempt(), token.getUsagePartition(), event);
    }

    private static LeaseCharge charge(LeaseAmount held, long cost, long tokens) {
        long measured = switch (held.getUnit()) {
            case LIMIT_UNIT_NANO_USD -> cost;
            case LIMIT_UNIT_TOKENS -> tokens;
            case LIMIT_UNIT_REQUESTS -> 1;
            case LIMIT_UNIT_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalStateException("the token holds an unknown unit");
        };
        return Receipts.charge(held, Math.min(measured, held.getAmount()));
    }

    private static MeteredTokens counted(long count) {
        return MeteredTokens.newBuilder()
                .setCount(count)
                .setCountedBy(CountedBy.COUNTED_BY_ENGINE)
                .build();
    }
}
