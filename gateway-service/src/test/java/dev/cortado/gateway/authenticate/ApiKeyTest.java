package dev.cortado.gateway.authenticate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.gateway.fake.TestKeys;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

    private static final String KEY = TestKeys.key("demo000000000000");

    @Test
    void key_ofTheRightForm_isItsPublicIdAndTheHashOfItsSecret() {
        ApiKey key = ApiKey.parse(KEY).orElseThrow();
        assertEquals("demo000000000000", key.publicId());
        assertEquals(
                HexFormat.of().formatHex(CredentialDigest.sha256("7".repeat(43).getBytes(StandardCharsets.US_ASCII))),
                key.secretSha256());
        assertFalse(key.toString().contains("777"));
    }

    /// CRC-32 of "123456789" is 0xCBF43926, the check value of the algorithm: in base 62 3jZRME.
    @Test
    void checksum_isCrc32InBase62() {
        assertEquals("3jZRME", ApiKey.checksum("123456789"));
        assertEquals("000000", ApiKey.checksum(""));
    }

    @Test
    void key_withAnyCharacterChanged_isRefused() {
        for (int i = 0; i < KEY.length(); i++) {
            char other = KEY.charAt(i) == '1' ? '2' : '1';
            String changed = KEY.substring(0, i) + other + KEY.substring(i + 1);
            assertTrue(ApiKey.parse(changed).isEmpty(), changed);
        }
    }

    @Test
    void key_ofAnotherForm_isRefused() {
        assertTrue(ApiKey.parse("").isEmpty());
        assertTrue(ApiKey.parse(KEY + "a").isEmpty());
        assertTrue(ApiKey.parse(KEY.substring(1)).isEmpty());
        assertTrue(ApiKey.parse(TestKeys.key("DEMO000000000000")).isEmpty());
        assertTrue(
                ApiKey.parse(TestKeys.key("demo000000000000", "-".repeat(43))).isEmpty());
    }

    @Test
    void credential_isReadByItsForm() {
        assertInstanceOf(Credential.Key.class, Credential.read("bearer   " + KEY, 100));
        assertInstanceOf(Credential.Jwt.class, Credential.read("Bearer aa.bb-_.cc", 100));
        assertInstanceOf(Credential.Missing.class, Credential.read("Bearer ", 100));
        assertInstanceOf(Credential.Malformed.class, Credential.read("Basic " + KEY, 100));
        assertInstanceOf(Credential.Malformed.class, Credential.read(KEY, 100));
        assertInstanceOf(Credential.Malformed.class, Credential.read("Bearer " + "a".repeat(101), 100));
        assertInstanceOf(Credential.Malformed.class, Credential.read("Bearer a..c", 100));
        assertInstanceOf(Credential.Malformed.class, Credential.read("Bearer a.b.c.d.e", 100));
        assertInstanceOf(Credential.Malformed.class, Credential.read("Bearer a.b.c d", 100));
        assertInstanceOf(Credential.Malformed.class, Credential.read("Bearer ' OR 1=1 --", 100));
    }
}
