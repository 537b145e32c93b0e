package dev.cortado.accounting.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Signing with secrets, and keeping them.
class SecretsTest {

    private static final WebhookSecret SECRET = new WebhookSecret("whsec_0123456789abcdef0123456789abcdef");
    private static final String OLD = "old:" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW =
            "new:" + Base64.getEncoder().encodeToString("n".repeat(32).getBytes(StandardCharsets.US_ASCII));

    private final SecureRandom random = new SecureRandom();

    /// The expected value is OpenSSL's.
    @Test
    void signature_isTheHmacOfTimeAndBody() {
        assertEquals(
                "t=1700000000,v1=996d53db4eb246cb2fd222218b5422347acfdcae9265ed352a0fbd6025a975c3",
                Signature.header(Instant.ofEpochSecond(1_700_000_000), "{\"id\":\"alert/1/80\"}", List.of(SECRET)));
    }

    @Test
    void signature_ofTwoSecretsHasBoth() {
        WebhookSecret other = WebhookSecret.mint(random);
        String both = Signature.header(Instant.EPOCH, "x", List.of(other, SECRET));
        assertTrue(both.contains(
                Signature.header(Instant.EPOCH, "x", List.of(SECRET)).substring(3)));
        assertTrue(both.contains(
                Signature.header(Instant.EPOCH, "x", List.of(other)).substring(3)));
    }

    @Test
    void secret_hasAtLeast32Bytes() {
        assertThrows(IllegalArgumentException.class, () -> new WebhookSecret(""));
        assertThrows(IllegalArgumentException.class, () -> new WebhookSecret("x".repeat(31)));
        assertThrows(IllegalArgumentException.class, () -> new WebhookSecret(" ".repeat(32)));
        assertThrows(IllegalArgumentException.class, () -> new WebhookSecret("x".repeat(257)));
        assertEquals(32, new WebhookSecret("x".repeat(32)).bytes().length);
        assertNotEquals(WebhookSecret.mint(random), WebhookSecret.mint(random));
        assertFalse(SECRET.toString().contains(SECRET.text()));
    }

    @Test
    void sealedSecret_opensOnlyForItsWebhookAndUnchanged() {
        Sealing sealing = Sealing.of(OLD, random);
        Sealing.Sealed sealed = sealing.seal("hook-a", SECRET);
        assertEquals(SECRET, sealing.open("hook-a", sealed));
        assertFalse(sealed.hex().contains(HexFormat.of().formatHex(SECRET.bytes())));
        assertThrows(IllegalStateException.class, () -> sealing.open("hook-b", sealed));
        char other = sealed.hex().charAt(40) == '0' ? '1' : '0';
        Sealing.Sealed changed = new Sealing.Sealed(
                sealed.key(),
                sealed.hex().substring(0, 40) + other + sealed.hex().substring(41));
        assertThrows(IllegalStateException.class, () -> sealing.open("hook-a", changed));
    }

    @Test
    void newSealingKeyInFront_sealsWhileTheOldStillOpens() {
        Sealing.Sealed old = Sealing.of(OLD, random).seal("hook-a", SECRET);
        Sealing both = Sealing.of(NEW + "," + OLD, random);
        assertEquals(SECRET, both.open("hook-a", old));
        assertEquals("new", both.seal("hook-a", SECRET).key());
        assertThrows(IllegalStateException.class, () -> Sealing.of(NEW, random).open("hook-a", old));
    }

    @Test
    void sealingKeys_areChecked() {
        for (String bad : List.of("", "a", "a:", "a:AAAA", OLD + "," + OLD, ":" + OLD.substring(4))) {
            assertThrows(IllegalArgumentException.class, () -> Sealing.of(bad, random), bad);
        }
    }
}
