package dev.cortado.bench.ledger;

import com.google.protobuf.Timestamp;
import dev.cortado.bench.ledger.LedgerTenants.Tenant;
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
import dev.cortado.contracts.v1.TenantPath;
import dev.cortado.contracts.v1.TokenPrices;
import dev.cortado.contracts.v1.TokenUsage;
import dev.cortado.contracts.v1.UsageEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/// Usage events as nodes write them, signed on both sides. A fifth of them are one hot tenant's.
final class UsageEvents {

    private static final int HOT_SHARE_PERCENT = 20;
    private static final int PROMPT_TOKENS_MAX = 2_000;
    private static final int COMPLETION_TOKENS_MAX = 500;
    private static final long PROMPT_PICO_USD = 100_000;
    private static final long COMPLETION_PICO_USD = 500_000;
    private static final Duration VALID = Duration.ofHours(12);

    private final LedgerTenants tenants;
    private final Signer signer;
    private final int partitions;
    private final SplittableRandom random;
    private final Timestamp publishBy;

    UsageEvents(LedgerTenants tenants, Signer signer, int partitions, long seed) {
        this.tenants = tenants;
        this.signer = signer;
        this.partitions = partitions;
        this.random = new SplittableRandom(seed);
        this.publishBy = timestamp(Instant.now().plus(VALID));
    }

    /// An event and where it goes.
    record Addressed(int partition, String id, UsageEvent event) {}

    Addressed next() {
        Tenant tenant = tenant();
        int partition = Math.floorMod(tenant.organisation().hashCode(), partitions);
        Instant now = Instant.now();
        ReservationId reservation = ReservationId.at(now);
        long prompt = 1L + random.nextInt(PROMPT_TOKENS_MAX);
        long completion = 1L + random.nextInt(COMPLETION_TOKENS_MAX);
        long cost = Math.ceilDiv(prompt * PROMPT_PICO_USD + completion * COMPLETION_PICO_USD, 1_000L);
        TokenUsage usage = usage(prompt, completion);
        AttemptToken token = token(tenant, reservation, partition, cost);
        Receipt.Builder receipt = Receipt.newBuilder()
                .setReservationId(reservation.toString())
                .setAttempt(1)
                .setNodeId(token.getNodeId())
                .setNodeIncarnation(token.getNodeIncarnation())
                .setUsage(usage)
                .setCostNanoUsd(cost)
                .setFinishReason(FinishReason.FINISH_REASON_STOP)
                .setPriceVersion(tenants.priceVersion());
        UsageEvent.Builder event = UsageEvent.newBuilder()
                .setToken(SignedMessages.sign(signer, token))
                .setUsage(usage)
                .setCostNanoUsd(cost)
                .setFinishReason(FinishReason.FINISH_REASON_STOP)
                .setBusySeconds(completion / 100.0)
                .setStartedAt(timestamp(now))
                .setFinishedAt(timestamp(now))
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

    private Tenant tenant() {
        int count = tenants.tenants().size();
        return random.nextInt(100) < HOT_SHARE_PERCENT
                ? tenants.tenants().getFirst()
                : tenants.tenants().get(1 + random.nextInt(count - 1));
    }

    private AttemptToken token(Tenant tenant, ReservationId reservation, int partition, long cost) {
        AttemptToken.Builder token = AttemptToken.newBuilder()
                .setReservationId(reservation.toString())
                .setAttempt(1)
                .setNodeId("bench-node")
                .setNodeIncarnation("bench")
                .setSessionId(tenants.session())
                .setTenant(TenantPath.newBuilder()
                        .setOrganisationId(tenant.organisation())
                        .setTeamId(tenant.team())
                        .setProjectId(tenant.project())
                        .setSubject("bench"))
                .setVariantId("bench-variant")
                .setPoolId("bench-pool")
                .setLane(Lane.LANE_REALTIME)
                .setPrices(TokenPrices.newBuilder()
                        .setPriceVersion(tenants.priceVersion())
                        .setPromptPicoUsd(PROMPT_PICO_USD)
                        .setCachedPromptPicoUsd(PROMPT_PICO_USD)
                        .setCompletionPicoUsd(COMPLETION_PICO_USD))
                .setUsagePartition(partition)
                .setStartBy(publishBy)
                .setFinishBy(publishBy)
                .setPublishBy(publishBy)
                .setCompletionTokensMax(COMPLETION_TOKENS_MAX)
                .setRouter("bench-ledger");
        for (int level = 0; level < tenant.leases().size(); level++) {
            token.addHolds(LeaseAmount.newBuilder()
                    .setLeaseId(tenant.leases().get(level))
                    .setCounterId(tenant.counters().get(level))
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

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
