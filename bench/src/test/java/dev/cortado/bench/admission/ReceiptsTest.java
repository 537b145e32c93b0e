package dev.cortado.bench.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.LeaseCharge;
import dev.cortado.contracts.v1.LimitUnit;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.Routed;
import dev.cortado.contracts.v1.SettleRequest;
import dev.cortado.contracts.v1.Signed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReceiptsTest {

    private final Signer signer = new Signer(Map.of("key", new byte[Signer.KEY_BYTES_MIN]));
    private final Receipts receipts = new Receipts(signer);

    /// The request itself is charged whole, money and tokens by half.
    @Test
    void settle_isSignedAndChargesHalfOfWhatTheTokenHolds() {
        AttemptToken token = AttemptToken.newBuilder()
                .setReservationId("reservation")
                .setAttempt(1)
                .setNodeId("node-1")
                .addHolds(SomeHolds.held(1, LimitUnit.LIMIT_UNIT_NANO_USD, 400))
                .addHolds(SomeHolds.held(2, LimitUnit.LIMIT_UNIT_REQUESTS, 1))
                .addHolds(SomeHolds.held(3, LimitUnit.LIMIT_UNIT_TOKENS, 100))
                .build();

        SettleRequest settled = receipts.settle(Routed.newBuilder()
                .setToken(SignedMessages.sign(signer, token))
                .setHoldNanoUsd(400)
                .build());

        Receipt receipt = SignedMessages.open(signer, settled.getReceipt(), Receipt.getDefaultInstance())
                .orElseThrow();
        assertEquals("reservation", settled.getReservationId());
        assertEquals("node-1", receipt.getNodeId());
        assertEquals(200, receipt.getCostNanoUsd());
        assertEquals(
                List.of(200L, 1L, 50L),
                receipt.getChargesList().stream().map(LeaseCharge::getCharged).toList());
        assertEquals(
                List.of(400L, 1L, 100L),
                receipt.getChargesList().stream().map(LeaseCharge::getHeld).toList());
    }

    @Test
    void settle_whatIsNoToken_saysSo() {
        Routed routed = Routed.newBuilder()
                .setToken(Signed.newBuilder().setPayload(ByteString.copyFrom(new byte[] {7})))
                .build();

        assertThrows(IllegalStateException.class, () -> receipts.settle(routed));
    }
}
