package dev.cortado.bench.ledger;

import com.google.protobuf.Timestamp;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.CountedBy;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.Lane;
import dev.cortado.contracts.v1.LeaseAmount;
import dev.cortado.contracts.v1.LeaseCharge;
import dev.cortado.contracts.v1.LimitUnit;
import dev.cortado.contracts.v1.MeteredTokens;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.TokenPrices;
import dev.cortado.contracts.v1.TokenUsage;
import dev.cortado.contracts.v1.UsageEvent;
import dev.cortado.router.grpc.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/// Usage events as nodes write them, signed on both sides.
final class UsageEvents {

    static final String VARIANT = "bench-variant";
    private static final int PROMPT_TOKENS_MAX = 2_000;
    private static final int COMPLETION_TOKENS_MAX = 500;
    static final long PROMPT_PICO_USD = 100_000;
    static final long COMPLETION_PICO_USD = 500_000;
    private static final Duration VALID = Duration.ofHours(12);

    private final LedgerPaths paths;
    private final Signer signer;
    private final int partitions;
    private final SplittableRandom random;
    private final Timestamp publishBy;

    UsageEvents(LedgerPaths paths, Signer signer, int partitions, long seed) {
        this.paths = paths;
        this.signer = signer;
        this.partitions = partitions;
        this.random = new SplittableRandom(seed);
        this.publishBy = Wire.ofInstant(Instant.now().plus(VALID));
    }

    /// An event and where it goes.
    record Addressed(int partition, String id, UsageEvent event) {}

    Addressed next() {
        PathLeases path = paths.any(random);
        int partition = Math.floorMod(path.tenant().organisation().hashCode(), partitions);
        Instant now = Instant.now();
        ReservationId reservation = ReservationId.at(now);
        long prompt = 1L + random.nextInt(PROMPT_TOKENS_MAX);
        long completion = 1L + random.nextInt(COMPLETION_TOKENS_MAX);
        long cost = Math.ceilDiv(prompt * PROMPT_PICO_USD + completion * COMPLETION_PICO_USD, 1_000L);
        TokenUsage usage = usage(prompt, completion);
        AttemptToken token = token(path, reservation, partition, cost);
        Receipt.Builder receipt = Receipt.newBuilder()
                .setReservationId(reservation.toString())
                .setAttempt(1)
                .setNodeId(token.getNodeId())
                .setNodeIncarnation(token.getNodeIncarnation())
                .setUsage(usage)
                .setCostNanoUsd(cost)
                .setFinishReason(FinishReason.FINISH_REASON_STOP)
                .setPriceVersion(LedgerTenants.PRICE_VERSION);
        UsageEvent.Builder event = UsageEvent.newBuilder()
                .setToken(SignedMessages.sign(signer, token))
                .setUsage(usage)
                .setCostNanoUsd(cost)
                .setFinishReason(FinishReason.FINISH_REASON_STOP)
                .setBusySeconds(completion / 100.0)
                .setStartedAt(Wire.ofInstant(now))
                .setFinishedAt(Wire.ofInstant(now))
                .setTimeToFirstTokenMicros(1_000)
                .setQueueMicros(10);
        for (LeaseAmount hold : token.getHoldsList()) {
            LeaseCharge charge = LeaseCharge.newBuilder()
                    .setLeaseId(hold.getLeaseId())
                    .setCounterId(hold.getCounterId())
                    .setUnit(hold.getUnit())
                    .setHeld(hold.getAmount())
                    .setCharged(cost)
                    .build();
            receipt.addCharges(charge);
            event.addCharges(charge);
        }
        event.setReceipt(SignedMessages.sign(signer, receipt.build()));
        return new Addressed(partition, reservation + "/1", event.build());
    }

    private AttemptToken token(PathLeases path, ReservationId reservation, int partition, long cost) {
        AttemptToken.Builder token = AttemptToken.newBuilder()
                .setReservationId(reservation.toString())
                .setAttempt(1)
                .setNodeId("bench-node")
                .setNodeIncarnation("bench")
                .setSessionId(path.session())
                .setTenant(path.tenant().path())
                .setVariantId(VARIANT)
                .setPoolId("bench-pool")
                .setLane(Lane.LANE_REALTIME)
                .setPrices(TokenPrices.newBuilder()
                        .setPriceVersion(LedgerTenants.PRICE_VERSION)
                        .setPromptPicoUsd(PROMPT_PICO_USD)
                        .setCachedPromptPicoUsd(PROMPT_PICO_USD)
                        .setCompletionPicoUsd(COMPLETION_PICO_USD))
                .setUsagePartition(partition)
                .setStartBy(publishBy)
                .setFinishBy(publishBy)
                .setPublishBy(publishBy)
                .setCompletionTokensMax(COMPLETION_TOKENS_MAX)
                .setRouter(LedgerSessions.name(path.router()));
        for (int level = 0; level < path.leases().size(); level++) {
            token.addHolds(LeaseAmount.newBuilder()
                    .setLeaseId(path.leases().get(level))
                    .setCounterId(path.counters().get(level))
                    .setUnit(LimitUnit.LIMIT_UNIT_NANO_USD)
                    .setAmount(cost * 2));
        }
        return token.build();
    }

    private static TokenUsage usage(long prompt, long completion) {
        return TokenUsage.newBuilder()
                .setPrompt(counted(prompt))
                .setCachedPrompt(counted(0))
                .setCacheWrite(counted(0))
                .setCompletion(counted(completion))
                .build();
    }

    private static MeteredTokens counted(long count) {
        return MeteredTokens.newBuilder()
                .setCount(count)
                .setCountedBy(CountedBy.COUNTED_BY_ENGINE)
                .build();
    }
}
