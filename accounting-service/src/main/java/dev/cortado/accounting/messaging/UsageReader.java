package dev.cortado.accounting.messaging;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cortado.accounting.configuration.SigningConfiguration;
import dev.cortado.accounting.posting.Fault;
import dev.cortado.accounting.posting.LogPosition;
import dev.cortado.accounting.posting.LoggedTick;
import dev.cortado.accounting.posting.Metering;
import dev.cortado.accounting.posting.Payload;
import dev.cortado.accounting.posting.Permission;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.accounting.posting.UsageCheck;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.CountedBy;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.Tick;
import dev.cortado.contracts.v1.UsageEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/// Reads a record of the usage log into a row for the books. Records of other types (ticks, fences, abandoned
/// attempts, types of the future) leave none.
@ApplicationScoped
public class UsageReader {

    private static final Logger LOG = Logger.getLogger(UsageReader.class);
    private static final String TYPE_PREFIX = "dev.cortado.";
    private static final String USAGE_TYPE = "dev.cortado.UsageEvent";
    private static final String TICK_TYPE = "dev.cortado.Tick";
    /// No session lives as long: a tick that says so was not written by accounting.
    private static final Duration LIFE_MAX = Duration.ofDays(30);

    private static final int DETAIL_CHARACTERS_MAX = 1_000;

    private final Signer signer;

    @Inject
    UsageReader(SigningConfiguration configuration) {
        this(Signer.ofConfiguration(configuration.keys()));
    }

    UsageReader(Signer signer) {
        this.signer = signer;
    }

    public Optional<PostingRow> read(ConsumerRecord<byte[], byte[]> record) {
        LogPosition position =
                new LogPosition(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
        String type = header(record, "ce_type");
        Raw raw = new Raw(
                position,
                KeptTexts.kept(header(record, "ce_id"), KeptTexts.TEXT_CHARACTERS_MAX),
                new Payload(record.value() == null ? new byte[0] : record.value()));
        if (type.equals(USAGE_TYPE)) {
            return Optional.of(usage(raw));
        }
        return type.startsWith(TYPE_PREFIX)
                ? Optional.empty()
                : Optional.of(raw.fault(Fault.UNREADABLE, "not a CloudEvent of a known family: type '" + type + "'"));
    }

    /// The tick that the record is; empty where it is none, or one of before there were numbers.
    Optional<LoggedTick> tick(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null || !header(record, "ce_type").equals(TICK_TYPE)) {
            return Optional.empty();
        }
        try {
            Tick tick = Tick.parseFrom(record.value());
            Instant voidBy = UsageMessages.instant(tick.getSessionsVoidBy());
            boolean believable = Duration.between(Instant.ofEpochMilli(record.timestamp()), voidBy)
                            .abs()
                            .compareTo(LIFE_MAX)
                    <= 0;
            return tick.getNumber() > 0 && believable
                    ? Optional.of(new LoggedTick(tick.getNumber(), UUID.fromString(tick.getMark()), voidBy))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            LOG.warnf("the tick at %d/%d cannot be read: %s", record.partition(), record.offset(), e.toString());
            return Optional.empty();
        }
    }

    /// Reads what ought to be a usage event, wherever it was kept.
    PostingRow usage(LogPosition position, String eventId, Payload payload) {
        return usage(new Raw(position, eventId, payload));
    }

    private PostingRow usage(Raw raw) {
        UsageEvent event;
        try {
            event = UsageEvent.parseFrom(raw.payload().bytes());
        } catch (InvalidProtocolBufferException e) {
            return raw.fault(Fault.UNREADABLE, "not a UsageEvent: " + e.getMessage());
        }
        Optional<AttemptToken> token = SignedMessages.open(signer, event.getToken(), AttemptToken.getDefaultInstance());
        if (token.isEmpty()) {
            return raw.fault(Fault.BAD_TOKEN_SIGNATURE, "the token's signature is wrong");
        }
        UsageMessages.Told told;
        try {
            told = UsageMessages.permission(token.get());
        } catch (IllegalArgumentException e) {
            return raw.fault(Fault.MALFORMED, "token: " + e.getMessage());
        }
        Permission permission = told.permission();
        Optional<String> forged = receiptProblem(event, token.get());
        if (forged.isPresent()) {
            return raw.fault(Fault.BAD_RECEIPT, forged.get(), permission, Optional.empty());
        }
        // From here on it is the node's word, and what it says the attempt cost is known whatever else is wrong.
        Optional<NanoUsd> cost =
                event.getCostNanoUsd() < 0 ? Optional.empty() : Optional.of(NanoUsd.of(event.getCostNanoUsd()));
        if (told.problem().isPresent()) {
            return raw.fault(Fault.MALFORMED, "token: " + told.problem().get(), permission, cost);
        }
        if (isUnknown(event.getUsage().getPrompt().getCountedBy())
                || isUnknown(event.getUsage().getCompletion().getCountedBy())) {
            return raw.fault(Fault.UNCOUNTED, "the prompt or the completion was not counted", permission, cost);
        }
        try {
            Metering metering = UsageMessages.metering(event);
            return UsageCheck.check(raw.position(), raw.eventId(), raw.payload(), permission, metering);
        } catch (IllegalArgumentException | ArithmeticException e) {
            // A number is none, or what is made of them.
            return raw.fault(Fault.MALFORMED, "event: " + e.getMessage(), permission, cost);
        }
    }

    /// The receipt is the node's word; an event that says something else was not written by the node.
    private Optional<String> receiptProblem(UsageEvent event, AttemptToken token) {
        Optional<Receipt> opened = SignedMessages.open(signer, event.getReceipt(), Receipt.getDefaultInstance());
        if (opened.isEmpty()) {
            return Optional.of("the receipt's signature is wrong");
        }
        Receipt receipt = opened.get();
        boolean same = receipt.getReservationId().equals(token.getReservationId())
                && receipt.getAttempt() == token.getAttempt()
                && receipt.getNodeIncarnation().equals(token.getNodeIncarnation())
                && receipt.getUsage().equals(event.getUsage())
                && receipt.getCostNanoUsd() == event.getCostNanoUsd()
                && receipt.getChargesList().equals(event.getChargesList());
        return same ? Optional.empty() : Optional.of("the receipt says something else than the event");
    }

    private static boolean isUnknown(CountedBy countedBy) {
        return countedBy == CountedBy.COUNTED_BY_UNKNOWN;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private record Raw(LogPosition position, String eventId, Payload payload) {

        PostingRow fault(Fault fault, String detail) {
            return new PostingRow.Quarantined(
                    position, eventId, payload, fault, kept(detail), Optional.empty(), Optional.empty());
        }

        PostingRow fault(Fault fault, String detail, Permission permission, Optional<NanoUsd> cost) {
            return new PostingRow.Quarantined(
                    position, eventId, payload, fault, kept(detail), Optional.of(permission), cost);
        }

        /// What is said of a record may repeat what stands in it.
        private static String kept(String detail) {
            return KeptTexts.kept(detail, DETAIL_CHARACTERS_MAX);
        }
    }
}
