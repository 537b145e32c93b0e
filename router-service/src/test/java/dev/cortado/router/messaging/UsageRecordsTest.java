package dev.cortado.router.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.FinishReason;
import dev.cortado.contracts.v1.LeaseCharge;
import dev.cortado.contracts.v1.Tick;
import dev.cortado.contracts.v1.UsageEvent;
import dev.cortado.router.decide.World;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.grpc.Wire;
import dev.cortado.router.route.Placement;
import dev.cortado.router.route.RouteOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class UsageRecordsTest {

    private final Rig rig = new Rig();
    private final Signer signer = new Signer(Map.of("test", new byte[32]));
    private final UsageRecords records = new UsageRecords(rig.settling, signer);
    private final Placement placement = placed(rig);

    @Test
    void usageEvent_ownHold_settlesItAtItsCost() {
        records.read(record("UsageEvent", event(placement, signer, 900), rig.time.wall()));
        rig.time.pass(Duration.ofMillis(50));

        assertEquals(Optional.of(NanoUsd.of(900)), decision().cost());
        assertEquals(900, rig.leased());
    }

    @Test
    void usageEvent_twice_countsOnce() {
        records.read(record("UsageEvent", event(placement, signer, 900), rig.time.wall()));
        records.read(record("UsageEvent", event(placement, signer, 900), rig.time.wall()));
        rig.time.pass(Duration.ofMillis(50));

        assertEquals(900, rig.leased());
    }

    @Test
    void usageEvent_tokenSignedByAStranger_isIgnored() {
        byte[] other = new byte[32];
        other[0] = 1;
        Signer stranger = new Signer(Map.of("test", other));

        records.read(record("UsageEvent", event(placement, stranger, 900), rig.time.wall()));

        assertEquals(1, rig.holds.openCount());
    }

    @Test
    void usageEvent_ofAnotherRouter_isRecoveredForTheStore() {
        Placement elsewhere = placed(new Rig());

        records.read(record("UsageEvent", event(elsewhere, signer, 900), rig.time.wall()));

        Decision recovered = rig.store.recovered.getFirst();
        assertEquals(elsewhere.key(), recovered.latest().key());
        assertEquals(Optional.of(NanoUsd.of(900)), recovered.cost());
        assertEquals(elsewhere.tenant(), recovered.tenant());
    }

    @Test
    void tick_pastPublishBy_abandonsByTheLogsTimeNotTheMessages() {
        Tick sentLongAgo =
                Tick.newBuilder().setSentAt(Wire.ofInstant(Instant.EPOCH)).build();

        records.read(record("Tick", sentLongAgo, placement.times().publishBy().plusSeconds(2)));

        assertInstanceOf(Fate.Abandoned.class, decision().latest().fate());
    }

    @Test
    void garbage_isSkipped() {
        ConsumerRecord<byte[], byte[]> garbage = record("UsageEvent", Tick.getDefaultInstance(), rig.time.wall());
        records.read(new ConsumerRecord<>("usage.v1", 0, 1, new byte[0], new byte[] {-1, -1, -1}));
        records.read(garbage);

        assertTrue(decision().isOpen());
    }

    private Decision decision() {
        return rig.settling
                .find(placement.key().reservation(), Rig.TENANT)
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    private ConsumerRecord<byte[], byte[]> record(String type, Message message, Instant appendedAt) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_type", ("dev.cortado." + type).getBytes(StandardCharsets.UTF_8));
        return new ConsumerRecord<>(
                "usage.v1",
                placement.partition(),
                7,
                appendedAt.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                message.toByteArray(),
                headers,
                Optional.empty());
    }

    private static UsageEvent event(Placement placement, Signer signer, long cost) {
        AttemptToken.Builder token = AttemptToken.newBuilder()
                .setReservationId(placement.key().reservation().toString())
                .setAttempt(placement.key().attempt())
                .setNodeId(placement.option().node().id().value())
                .setNodeIncarnation(placement.option().node().incarnation().value())
                .setTenant(Wire.ofTenant(placement.tenant()))
                .setVariantId(placement.option().variant().id().value())
                .setPoolId(placement.option().node().pool().value())
                .setPrices(Wire.ofPrices(placement.option().prices()))
                .setPublishBy(Wire.ofInstant(placement.times().publishBy()));
        UsageEvent.Builder event =
                UsageEvent.newBuilder().setCostNanoUsd(cost).setFinishReason(FinishReason.FINISH_REASON_CANCELLED);
        placement.holds().forEach(held -> {
            token.addHolds(Wire.ofHeld(held));
            event.addCharges(LeaseCharge.newBuilder()
                    .setLeaseId(held.lease().value())
                    .setCounterId(held.counter().value())
                    .setUnit(Wire.ofUnit(held.unit()))
                    .setHeld(held.amount())
                    .setCharged(cost));
        });
        return event.setToken(SignedMessages.sign(signer, token.build())).build();
    }

    private static Placement placed(Rig rig) {
        return ((RouteOutcome.Routed) rig.route(World.ask("auto"))).placement();
    }
}
