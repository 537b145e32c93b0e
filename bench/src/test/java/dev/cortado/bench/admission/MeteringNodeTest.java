package dev.cortado.bench.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cortado.accounting.messaging.Readers;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.Lane;
import dev.cortado.contracts.v1.LimitUnit;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.Routed;
import dev.cortado.contracts.v1.Signed;
import dev.cortado.contracts.v1.TenantPath;
import dev.cortado.contracts.v1.TokenPrices;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeteringNodeTest {

    private static final int PARTITION = 5;
    private static final long PROMPT = 100;
    private static final long COMPLETION = 32;

    private final Signer signer = new Signer(Map.of("key", new byte[Signer.KEY_BYTES_MIN]));
    private final AttemptToken token = AttemptToken.newBuilder()
            .setReservationId(ReservationId.at(Instant.now()).toString())
            .setAttempt(1)
            .setNodeId("node-1")
            .setNodeIncarnation("first")
            .setSessionId(7)
            .setTenant(TenantPath.newBuilder()
                    .setOrganisationId("o")
                    .setTeamId("t")
                    .setProjectId("p")
                    .setKeyId("k"))
            .setVariantId("small-q4")
            .setPoolId("cpu-small")
            .setLane(Lane.LANE_REALTIME)
            .setPrices(TokenPrices.newBuilder()
                    .setPriceVersion("v1")
                    .setPromptPicoUsd(30_000)
                    .setCompletionPicoUsd(100_001))
            .setUsagePartition(PARTITION)
            .setPublishBy(Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond() + 30))
            .addHolds(SomeHolds.held(1, LimitUnit.LIMIT_UNIT_NANO_USD, 9_000))
            .addHolds(SomeHolds.held(2, LimitUnit.LIMIT_UNIT_REQUESTS, 1))
            .addHolds(SomeHolds.held(3, LimitUnit.LIMIT_UNIT_TOKENS, 464))
            .build();

    /// What accounting would quarantine is not posted beside the calls.
    @Test
    void metered_isSoundToAccounting_andChargesWhatWasUsed() {
        MeteringNode.Metered metered = MeteringNode.metered(signer, routed(SignedMessages.sign(signer, token)));

        assertEquals(PARTITION, metered.partition());
        PostingRow.Usage row =
                assertInstanceOf(PostingRow.Usage.class, Readers.row(signer, PARTITION, metered.event()));
        assertFalse(row.late());
        long cost = Math.ceilDiv(PROMPT * 30_000 + COMPLETION * 100_001, 1_000);
        assertEquals(cost, row.charge().nanos());
        assertEquals(List.of(cost, 1L, PROMPT + COMPLETION), row.charged());
    }

    @Test
    void settlement_isTheReceiptOfTheEvent() {
        MeteringNode.Metered metered = MeteringNode.metered(signer, routed(SignedMessages.sign(signer, token)));

        Receipt receipt = SignedMessages.open(signer, metered.settlement().getReceipt(), Receipt.getDefaultInstance())
                .orElseThrow();
        assertEquals(token.getReservationId(), metered.settlement().getReservationId());
        assertEquals(1, metered.settlement().getAttempt());
        assertEquals(metered.event().getChargesList(), receipt.getChargesList());
    }

    @Test
    void metered_whatIsNoToken_saysSo() {
        Routed routed = routed(Signed.newBuilder()
                .setPayload(ByteString.copyFrom(new byte[] {7}))
                .build());

        assertThrows(IllegalStateException.class, () -> MeteringNode.metered(signer, routed));
    }

    private static Routed routed(Signed token) {
        return Routed.newBuilder().setToken(token).build();
    }
}
