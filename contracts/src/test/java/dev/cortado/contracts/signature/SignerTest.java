package dev.cortado.contracts.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.Signed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignerTest {

    private static final byte[] OLD = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEW = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);

    @Test
    void mac_isHmacSha256OfPurposeZeroPayload() {
        Signer signer = new Signer(Map.of("k", OLD));
        assertEquals(
                "bc38b7f191aa042c1cc1698bea4dc51549dcbd9c886d2726f67915343a99a420",
                HexFormat.of().formatHex(signer.sign("p", "x".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void rotatedKey_stillVerifies_andTheFirstSigns() {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        keys.put("new", NEW);
        keys.put("old", OLD);
        Signer both = new Signer(keys);
        Signer before = new Signer(Map.of("old", OLD));
        AttemptToken token = AttemptToken.newBuilder().setReservationId("r").build();
        assertEquals("new", both.signingKeyId());
        assertEquals(
                Optional.of(token),
                SignedMessages.open(both, SignedMessages.sign(before, token), AttemptToken.getDefaultInstance()));
        assertEquals(
                Optional.empty(),
                SignedMessages.open(before, SignedMessages.sign(both, token), AttemptToken.getDefaultInstance()));
    }

    @Test
    void everyFlippedBit_isRefused() {
        Signer signer = new Signer(Map.of("k", OLD));
        Signed signed = SignedMessages.sign(
                signer, AttemptToken.newBuilder().setReservationId("r").build());
        byte[] payload = signed.getPayload().toByteArray();
        byte[] mac = signed.getMac().toByteArray();
        for (int bit = 0; bit < payload.length * 8; bit++) {
            byte[] changed = payload.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertFalse(signer.verifies("cortado.v1.AttemptToken", changed, "k", mac));
        }
        for (int bit = 0; bit < mac.length * 8; bit++) {
            byte[] changed = mac.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertFalse(signer.verifies("cortado.v1.AttemptToken", payload, "k", changed));
        }
        assertTrue(signer.verifies("cortado.v1.AttemptToken", payload, "k", mac));
        assertFalse(signer.verifies("cortado.v1.AttemptToken", payload, "other", mac));
    }

    @Test
    void token_neverPassesAsReceipt() {
        Signer signer = new Signer(Map.of("k", OLD));
        Signed signed = SignedMessages.sign(
                signer, AttemptToken.newBuilder().setReservationId("r").build());
        assertEquals(Optional.empty(), SignedMessages.open(signer, signed, Receipt.getDefaultInstance()));
    }

    @Test
    void configuration_readsKeysInOrder_andRefusesShortOrDoubleOnes() {
        String newKey = Base64.getEncoder().encodeToString(NEW);
        Signer signer = Signer.ofConfiguration("b:" + newKey + ",a:" + newKey);
        assertEquals("b", signer.signingKeyId());
        assertArrayEquals(new Signer(Map.of("b", NEW)).sign("p", OLD), signer.sign("p", OLD));
        assertThrows(IllegalArgumentException.class, () -> Signer.ofConfiguration("a:c2hvcnQ="));
        assertThrows(IllegalArgumentException.class, () -> Signer.ofConfiguration("a:" + newKey + ",a:" + newKey));
        assertThrows(IllegalArgumentException.class, () -> Signer.ofConfiguration(newKey));
    }
}
