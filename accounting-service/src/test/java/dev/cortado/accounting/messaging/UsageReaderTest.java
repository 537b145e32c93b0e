package dev.cortado.accounting.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.cortado.accounting.posting.Fault;
import dev.cortado.accounting.posting.LoggedTick;
import dev.cortado.accounting.posting.Permission;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.MetadataBounds;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.RequestPurpose;
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
import dev.cortado.contracts.v1.Tick;
import dev.cortado.contracts.v1.TokenPrices;
import dev.cortado.contracts.v1.TokenUsage;
import dev.cortado.contracts.v1.UsageEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class UsageReaderTest {

    private static final Signer SIGNER = new Signer(Map.of("k", new byte[32]));
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final long PROMPT = 100;
    private static final long COMPLETION = 10;
    private static final long COST = 2_800;

    private final UsageReader reader = new UsageReader(SIGNER);

    @Test
    void soundEvent_isCharged() {
        PostingRow.Usage usage = assertInstanceOf(PostingRow.Usage.class, read(event(each -> each, COST)));
        assertEquals(NanoUsd.of(COST), usage.charge());
        assertEquals(List.of(COST, PROMPT + COMPLETION, 1L), usage.charged());
        assertEquals(false, usage.late());
    }

    @Test
    void promptProfile_isReadFromTheTokenAndCountedByTheEvent() {
        UsageEvent event = event(each -> each.setProfileId("brand@2").setProfileCovered(true), COST).toBuilder()
                .setProfilePromptTokens(300)
                .build();

        PostingRow.Usage usage = assertInstanceOf(PostingRow.Usage.class, read(event));

        assertEquals(
                Optional.of(new Permission.CarriedProfile("brand@2", true)),
                usage.permission().profile());
        assertEquals(OptionalLong.of(300), usage.metering().profileTokens());
    }

    @Test
    void appendedAfterPublishBy_isLate() {
        UsageEvent event = event(each -> each.setPublishBy(time(NOW.minusMillis(1))), COST);
        assertTrue(assertInstanceOf(PostingRow.Usage.class, read(event)).late());
    }

    @Test
    void costAboveTheHold_isChargedUpToIt() {
        UsageEvent event =
                event(each -> each.setHolds(0, each.getHolds(0).toBuilder().setAmount(2_000)), COST);
        PostingRow.Usage usage = assertInstanceOf(PostingRow.Usage.class, read(event));
        assertEquals(NanoUsd.of(2_000), usage.charge());
        assertEquals(2_000L, usage.charged().getFirst());
    }

    @Test
    void cachedWritesOfAStreamAreUnderpriced_eachMeterIsChargedAtItsOwnPrice() {
        // 60 uncached at 20,000, 40 cached at 5,000, 30 written at 25,000, 10 completed at 80,000 pico-USD.
        TokenUsage usage = TokenUsage.newBuilder()
                .setPrompt(counted(PROMPT))
                .setCachedPrompt(counted(40))
                .setCacheWrite(counted(30))
                .setCompletion(counted(COMPLETION))
                .build();
        UnaryOperator<AttemptToken.Builder> prices = each -> each.setPrices(TokenPrices.newBuilder()
                .setPriceVersion("v1")
                .setPromptPicoUsd(20_000)
                .setCachedPromptPicoUsd(5_000)
                .setCacheWritePicoUsd(25_000)
                .setCompletionPicoUsd(80_000));
        PostingRow.Usage row = assertInstanceOf(PostingRow.Usage.class, read(event(prices, usage, 2_950)));
        assertEquals(List.of(1_200L, 200L, 750L, 800L), row.meters().charged());
        assertEquals(NanoUsd.of(2_950), row.charge());
        assertEquals(Fault.COST_DIFFERS, fault(event(prices, usage, 2_200)).fault());
    }

    @Test
    void tagsOfTheRequest_areKeptWithinTheirBounds() {
        UsageEvent tagged = event(each -> each.putMetadata("feature", "search"), COST);
        assertEquals(
                Map.of("feature", "search"),
                assertInstanceOf(PostingRow.Usage.class, read(tagged))
                        .permission()
                        .metadata());
        assertEquals(
                Fault.MALFORMED,
                fault(event(each -> each.putMetadata("k".repeat(65), "v"), COST))
                        .fault());
        assertEquals(
                Fault.MALFORMED,
                fault(event(each -> each.putMetadata("k", "a\0b"), COST)).fault());
    }

    @Test
    void labelsThatTheGatewayAllows_areCharged() {
        String emoji = Character.toString(0x1F600);
        UsageEvent labelled = event(
                each -> {
                    for (int pair = 0; pair < MetadataBounds.CLIENT_PAIRS_MAX; pair++) {
                        each.putMetadata(
                                pair
                                        + emoji.repeat(MetadataBounds.NAME_CHARACTERS_MAX
                                                - Integer.toString(pair).length()),
                                emoji.repeat(MetadataBounds.VALUE_CHARACTERS_MAX));
                    }
                    return each.putMetadata("user", emoji.repeat(MetadataBounds.VALUE_CHARACTERS_MAX))
                            .putMetadata(RequestPurpose.LABEL, RequestPurpose.VERIFICATION);
                },
                COST);

        PostingRow.Usage usage = assertInstanceOf(PostingRow.Usage.class, read(labelled));

        assertEquals(NanoUsd.of(COST), usage.charge());
        assertEquals(MetadataBounds.PAIRS_MAX, usage.permission().metadata().size());
    }

    @Test
    void labelsBeyondTheirBounds_keepWhatIsHeldAndWhatItCost() {
        for (PostingRow.Quarantined row : List.of(
                fault(event(each -> each.putMetadata("k".repeat(65), "v"), COST)),
                fault(event(each -> each.putMetadata("k", "v".repeat(513)), COST)),
                fault(event(each -> each.putMetadata("k", "a\0b"), COST)),
                fault(event(each -> each.setPoolId("p".repeat(257)), COST)))) {
            assertEquals(Fault.MALFORMED, row.fault());
            assertEquals(3, row.holds().size());
            assertEquals(Optional.of(NanoUsd.of(COST)), row.cost());
        }
    }

    @Test
    void textsThatNoDatabaseKeeps_areBroughtIntoOneThatItDoes() {
        String type = "poison\0" + "x".repeat(5_000);
        PostingRow.Quarantined row = assertInstanceOf(
                PostingRow.Quarantined.class,
                read(type, "id\0" + "y".repeat(500), new byte[0]).orElseThrow());

        assertTrue(row.eventId().startsWith("id\uFFFDy"), row::eventId);
        assertEquals(256, row.eventId().length());
        assertTrue(row.detail().indexOf('\0') < 0 && row.detail().length() <= 1_000, row::detail);
    }

    @Test
    void rerun_namesTheFirstRunOfItsKey() {
        ReservationId first = ReservationId.at(Instant.now());
        assertEquals(
                Optional.of(first),
                assertInstanceOf(PostingRow.Usage.class, read(event(each -> each.setRerunOf(first.toString()), COST)))
                        .permission()
                        .rerunOf());
        assertEquals(
                Fault.MALFORMED,
                fault(event(each -> each.setRerunOf("no id"), COST)).fault());
    }

    @Test
    void hedge_namesTheAttemptBesideIt_unlessTheTenantPaysBoth() {
        assertEquals(
                OptionalInt.of(2),
                assertInstanceOf(PostingRow.Usage.class, read(event(each -> each.setHedgeOf(2), COST)))
                        .permission()
                        .hedgeOf());
        assertEquals(
                OptionalInt.empty(),
                assertInstanceOf(
                                PostingRow.Usage.class,
                                read(event(each -> each.setHedgeOf(2).setHedgeCharged(true), COST)))
                        .permission()
                        .hedgeOf());
        assertEquals(
                Fault.MALFORMED, fault(event(each -> each.setHedgeOf(-1), COST)).fault());
    }

    @Test
    void otherCostThanPricesAndCountsMake_isQuarantinedWithItsHolds() {
        PostingRow.Quarantined row = fault(event(each -> each, COST - 1));
        assertEquals(Fault.COST_DIFFERS, row.fault());
        assertEquals(3, row.holds().size());
        assertTrue(row.session().isPresent());
    }

    @Test
    void countsThatAreNoneTogether_areQuarantinedWithTheirHolds() {
        long most = 1L << 40;
        TokenUsage usage = TokenUsage.newBuilder()
                .setPrompt(counted(most))
                .setCompletion(counted(most))
                .build();
        PostingRow.Quarantined row = fault(event(each -> each, usage, most / 1_000 * 100_000 + most % 1_000 * 100));
        assertEquals(Fault.MALFORMED, row.fault());
        assertEquals(3, row.holds().size());
    }

    @Test
    void negativeCost_isQuarantined() {
        assertEquals(Fault.MALFORMED, fault(event(each -> each, -5)).fault());
    }

    @Test
    void tokenSignedByAnother_isQuarantinedWithoutHolds() {
        Signer other = new Signer(Map.of("k", "another key of thirty-two bytes!".getBytes(StandardCharsets.US_ASCII)));
        UsageEvent sound = event(each -> each, COST);
        AttemptToken token = token(each -> each).build();
        PostingRow.Quarantined row = fault(
                sound.toBuilder().setToken(SignedMessages.sign(other, token)).build());
        assertEquals(Fault.BAD_TOKEN_SIGNATURE, row.fault());
        assertEquals(List.of(), row.holds());
    }

    @Test
    void eventThatSaysElseThanItsReceipt_isQuarantined() {
        UsageEvent event = event(each -> each, COST).toBuilder()
                .setCostNanoUsd(1)
                .setUsage(TokenUsage.getDefaultInstance())
                .build();
        assertEquals(Fault.BAD_RECEIPT, fault(event).fault());
    }

    @Test
    void eventInAnotherPartitionThanItsToken_isQuarantined() {
        assertEquals(
                Fault.WRONG_PARTITION,
                fault(event(each -> each.setUsagePartition(2), COST)).fault());
    }

    @Test
    void reservationFarFromTheLogsTime_isQuarantined() {
        String old = ReservationId.at(NOW.minusSeconds(36 * 86_400L)).toString();
        assertEquals(
                Fault.TIME_OUT_OF_RANGE,
                fault(event(each -> each.setReservationId(old), COST)).fault());
    }

    @Test
    void malformedToken_isQuarantined() {
        for (UnaryOperator<AttemptToken.Builder> spoil : List.<UnaryOperator<AttemptToken.Builder>>of(
                each -> each.setReservationId("nonsense"),
                each -> each.setAttempt(0),
                each -> each.setSessionId(0),
                each -> each.setTenant(TenantPath.getDefaultInstance()),
                each -> each.setLane(Lane.LANE_UNSPECIFIED),
                each -> each.setPoolId("a\0b"),
                each -> each.setPublishBy(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)),
                each -> each.addHolds(each.getHolds(0)),
                each -> each.setHolds(0, each.getHolds(0).toBuilder().setAmount(-1)))) {
            assertEquals(Fault.MALFORMED, fault(event(spoil, COST)).fault());
        }
    }

    @Test
    void bytesThatAreNoEvent_areQuarantined() {
        assertEquals(
                Fault.UNREADABLE,
                assertInstanceOf(
                                PostingRow.Quarantined.class,
                                read("dev.cortado.UsageEvent", "poison".getBytes(StandardCharsets.US_ASCII))
                                        .orElseThrow())
                        .fault());
        assertEquals(
                Fault.UNREADABLE,
                assertInstanceOf(
                                PostingRow.Quarantined.class,
                                read("", new byte[0]).orElseThrow())
                        .fault());
    }

    @Test
    void otherTypes_leaveNoRow() {
        assertEquals(
                Optional.empty(),
                read("dev.cortado.Tick", Tick.getDefaultInstance().toByteArray()));
        assertEquals(Optional.empty(), read("dev.cortado.SomethingOfTheFuture", new byte[] {1}));
    }

    @Test
    void tick_isReadWithItsNumber_andWhatIsNoneIsNot() {
        UUID mark = UUID.randomUUID();
        Tick tick = Tick.newBuilder()
                .setNumber(7)
                .setMark(mark.toString())
                .setSessionsVoidBy(time(NOW.plusSeconds(616)))
                .build();
        assertEquals(Optional.of(new LoggedTick(7, mark, NOW.plusSeconds(616))), tick(tick));
        assertEquals(
                Optional.empty(), tick(Tick.newBuilder().setSentAt(time(NOW)).build()), "of before there were numbers");
        assertEquals(Optional.empty(), tick(tick.toBuilder().setMark("none").build()));
        assertEquals(
                Optional.empty(),
                tick(tick.toBuilder()
                        .setSessionsVoidBy(time(NOW.plus(Duration.ofDays(31))))
                        .build()),
                "nobody stops grants for that long");
        assertEquals(
                Optional.empty(),
                tick(tick.toBuilder()
                        .setSessionsVoidBy(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
                        .build()));
        assertEquals(Optional.empty(), reader.tick(record("dev.cortado.Fence", "", tick.toByteArray())));
        assertEquals(Optional.empty(), reader.tick(record("dev.cortado.Tick", "", new byte[] {-1})));
    }

    private Optional<LoggedTick> tick(Tick tick) {
        return reader.tick(record("dev.cortado.Tick", "", tick.toByteArray()));
    }

    private PostingRow.Quarantined fault(UsageEvent event) {
        return assertInstanceOf(PostingRow.Quarantined.class, read(event));
    }

    private PostingRow read(Message event) {
        return read("dev.cortado.UsageEvent", event.toByteArray()).orElseThrow();
    }

    private Optional<PostingRow> read(String type, byte[] value) {
        return read(type, "", value);
    }

    private Optional<PostingRow> read(String type, String id, byte[] value) {
        return reader.read(record(type, id, value));
    }

    private static ConsumerRecord<byte[], byte[]> record(String type, String id, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        headers.add("ce_id", id.getBytes(StandardCharsets.UTF_8));
        return new ConsumerRecord<>(
                "usage.v1",
                1,
                7L,
                NOW.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                value.length,
                new byte[0],
                value,
                headers,
                Optional.empty());
    }

    private static UsageEvent event(UnaryOperator<AttemptToken.Builder> change, long cost) {
        TokenUsage usage = TokenUsage.newBuilder()
                .setPrompt(counted(PROMPT))
                .setCompletion(counted(COMPLETION))
                .build();
        return event(change, usage, cost);
    }

    private static UsageEvent event(UnaryOperator<AttemptToken.Builder> change, TokenUsage usage, long cost) {
        AttemptToken token = token(change).build();
        List<LeaseCharge> charges = token.getHoldsList().stream()
                .map(hold -> LeaseCharge.newBuilder()
                        .setLeaseId(hold.getLeaseId())
                        .setCounterId(hold.getCounterId())
                        .setUnit(hold.getUnit())
                        .setHeld(hold.getAmount())
                        .setCharged(charged(hold, cost))
                        .build())
                .toList();
        Receipt receipt = Receipt.newBuilder()
                .setReservationId(token.getReservationId())
                .setAttempt(token.getAttempt())
                .setNodeIncarnation(token.getNodeIncarnation())
                .setUsage(usage)
                .setCostNanoUsd(cost)
                .addAllCharges(charges)
                .build();
        return UsageEvent.newBuilder()
                .setToken(SignedMessages.sign(SIGNER, token))
                .setUsage(usage)
                .setCostNanoUsd(cost)
                .addAllCharges(charges)
                .setFinishReason(FinishReason.FINISH_REASON_STOP)
                .setBusySeconds(0.5)
                .setReceipt(SignedMessages.sign(SIGNER, receipt))
                .build();
    }

    private static long charged(LeaseAmount hold, long cost) {
        return switch (hold.getUnit()) {
            case LIMIT_UNIT_TOKENS -> PROMPT + COMPLETION;
            case LIMIT_UNIT_REQUESTS -> 1;
            case LIMIT_UNIT_NANO_USD, LIMIT_UNIT_UNSPECIFIED, UNRECOGNIZED -> cost;
        };
    }

    private static AttemptToken.Builder token(UnaryOperator<AttemptToken.Builder> change) {
        return change.apply(AttemptToken.newBuilder()
                .setReservationId(ReservationId.at(NOW.minusSeconds(5)).toString())
                .setAttempt(1)
                .setNodeId("node")
                .setNodeIncarnation("incarnation")
                .setSessionId(3)
                .addHolds(hold(1, LimitUnit.LIMIT_UNIT_NANO_USD, 5_000))
                .addHolds(hold(2, LimitUnit.LIMIT_UNIT_TOKENS, 400))
                .addHolds(hold(3, LimitUnit.LIMIT_UNIT_REQUESTS, 1))
                .setTenant(TenantPath.newBuilder()
                        .setOrganisationId("o")
                        .setTeamId("t")
                        .setProjectId("p")
                        .setKeyId("k"))
                .setVariantId("small")
                .setPoolId("cpu-small")
                .setLane(Lane.LANE_REALTIME)
                .setPrices(TokenPrices.newBuilder()
                        .setPriceVersion("v1")
                        .setPromptPicoUsd(20_000)
                        .setCachedPromptPicoUsd(20_000)
                        .setCompletionPicoUsd(80_000))
                .setUsagePartition(1)
                .setPublishBy(time(NOW)));
    }

    private static LeaseAmount hold(long lease, LimitUnit unit, long amount) {
        return LeaseAmount.newBuilder()
                .setLeaseId(lease)
                .setCounterId(lease)
                .setUnit(unit)
                .setAmount(amount)
                .build();
    }

    private static MeteredTokens counted(long count) {
        return MeteredTokens.newBuilder()
                .setCount(count)
                .setCountedBy(CountedBy.COUNTED_BY_ENGINE)
                .build();
    }

    private static Timestamp time(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
