package dev.cortado.router.messaging;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.LeaseAmount;
import dev.cortado.contracts.v1.LimitUnit;
import dev.cortado.contracts.v1.UsageEvent;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.decision.Hedge;
import dev.cortado.router.grpc.Wire;
import dev.cortado.router.grpc.Words;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.route.Settling;
import dev.cortado.router.route.Word;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/// Reads the records of the usage log and tells [Settling] of them.
final class UsageRecords {

    private static final Logger LOG = Logger.getLogger(UsageRecords.class);
    private static final String TYPE_PREFIX = "dev.cortado.";

    private final Settling settling;
    private final Signer signer;

    UsageRecords(Settling settling, Signer signer) {
        this.settling = settling;
        this.signer = signer;
    }

    void read(ConsumerRecord<byte[], byte[]> record) {
        Instant appendedAt = Instant.ofEpochMilli(record.timestamp());
        try {
            switch (type(record)) {
                case "UsageEvent" -> used(UsageEvent.parseFrom(record.value()), appendedAt);
                case "Tick" -> settling.ticked(record.partition(), appendedAt);
                // A fence is accounting's to act on; abandoned attempts are told by routers.
                case "Fence", "AttemptAbandoned" -> {}
                default -> LOG.debugf("record of unknown type at %d/%d", record.partition(), record.offset());
            }
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            LOG.errorf(e, "the record at %d/%d could not be read", record.partition(), record.offset());
        }
    }

    private void used(UsageEvent event, Instant appendedAt) {
        AttemptToken token = SignedMessages.open(signer, event.getToken(), AttemptToken.getDefaultInstance())
                .orElse(null);
        if (token == null) {
            LOG.warn("a usage event carries a token that no router signed");
            return;
        }
        Word.Receipt receipt = new Word.Receipt(
                key(token),
                new NodeId(token.getNodeId()),
                new NodeIncarnation(token.getNodeIncarnation()),
                NanoUsd.of(event.getCostNanoUsd()),
                Words.toCharged(event.getChargesList()),
                Words.toUse(event.getUsage()),
                Words.toFinish(event.getFinishReason()));
        settling.used(receipt, decision(token, receipt), appendedAt);
    }

    /// The decision as far as its attempt's token tells it.
    private static Decision decision(AttemptToken token, Word.Receipt receipt) {
        NanoUsd hold = token.getHoldsList().stream()
                .filter(held -> held.getUnit() == LimitUnit.LIMIT_UNIT_NANO_USD)
                .map(LeaseAmount::getAmount)
                .map(NanoUsd::of)
                .min(NanoUsd::compareTo)
                .orElse(receipt.cost());
        Attempt attempt = new Attempt(
                receipt.key(),
                new VariantId(token.getVariantId()),
                new PoolId(token.getPoolId()),
                receipt.node(),
                receipt.incarnation(),
                Wire.toLane(token.getLane()),
                hold,
                Wire.toPrices(token.getPrices()),
                token.getUsagePartition(),
                Wire.toInstant(token.getPublishBy()),
                List.of(),
                new Fate.Settled(receipt.cost().min(hold), receipt.usage(), receipt.finish()),
                token.getHedgeOf() == 0 ? null : new Hedge(token.getHedgeOf(), token.getHedgeCharged()));
        return new Decision(
                receipt.key().reservation(),
                Wire.toTenant(token.getTenant()),
                receipt.key().reservation().time(),
                token.getVariantId(),
                null,
                null,
                "recovered from the usage log",
                List.of(),
                List.of(attempt),
                "",
                Map.of());
    }

    private static AttemptKey key(AttemptToken token) {
        return new AttemptKey(ReservationId.parse(token.getReservationId()), token.getAttempt());
    }

    private static String type(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader("ce_type");
        String type = header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        return type.startsWith(TYPE_PREFIX) ? type.substring(TYPE_PREFIX.length()) : type;
    }
}
