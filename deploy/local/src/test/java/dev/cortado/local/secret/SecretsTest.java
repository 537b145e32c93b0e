package dev.cortado.local.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {
    @TempDir
    private Path directory;

    @Test
    void in_newDirectory_onlyItsOwnerMayOpen() throws IOException {
        Secrets.in(directory.resolve("secrets"));

        assertEquals("rwx------", mode(directory.resolve("secrets")));
        assertEquals("rw-------", mode(directory.resolve("secrets").resolve("secrets.properties")));
    }

    @Test
    void in_secondTime_sameSecrets() throws IOException {
        Secrets first = Secrets.in(directory);
        Secrets second = Secrets.in(directory);

        for (Secrets.Name name : Secrets.Name.values()) {
            assertEquals(first.get(name), second.get(name), name.name());
        }
    }

    @Test
    void in_oneSecretLost_onlyThatOneIsMadeAnew() throws IOException {
        Secrets first = Secrets.in(directory);
        Path file = directory.resolve("secrets.properties");
        Files.writeString(
                file,
                Files.readString(file)
                        .lines()
                        .filter(line -> !line.startsWith("signing-key"))
                        .reduce("", (all, line) -> all + line + "\n"));
        Secrets second = Secrets.in(directory);

        assertFalse(first.get(Secrets.Name.SIGNING_KEY).equals(second.get(Secrets.Name.SIGNING_KEY)));
        assertEquals(first.get(Secrets.Name.DEMO_API_KEY), second.get(Secrets.Name.DEMO_API_KEY));
    }

    @Test
    void in_newDirectory_everySecretIsAnother() throws IOException {
        Secrets secrets = Secrets.in(directory);
        Set<String> values = new HashSet<>();
        for (Secrets.Name name : Secrets.Name.values()) {
            assertTrue(values.add(secrets.get(name)), name.name());
            assertTrue(secrets.get(name).length() >= 24, name.name());
        }
    }

    @Test
    void text_knownKey_hasTheAgreedForm() {
        // The checksum was computed apart from this code: CRC-32 of "ck_0123456789abcdef_" and 43 zeros, in base 62.
        ApiKey key = new ApiKey("0123456789abcdef", "0".repeat(43));
        assertTrue(key.text().matches("ck_[0-9a-z]{16}_[0-9A-Za-z]{49}"), key.text());
        assertEquals("ck_0123456789abcdef_" + "0".repeat(43) + "0WNxby", key.text());
    }

    @Test
    void ofText_whatTextWrote_sameKey() {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < 200; i++) {
            ApiKey key = ApiKey.random(random);
            assertEquals(key, ApiKey.ofText(key.text()));
        }
    }

    @Test
    void ofText_oneCharacterMistyped_refused() {
        String text = ApiKey.random(new SecureRandom()).text();
        char other = text.charAt(30) == 'x' ? 'y' : 'x';
        String mistyped = text.substring(0, 30) + other + text.substring(31);

        assertThrows(IllegalArgumentException.class, () -> ApiKey.ofText(mistyped));
    }

    @Test
    void toString_neverShowsTheSecret() {
        ApiKey key = ApiKey.random(new SecureRandom());
        assertFalse(key.toString().contains(key.secret()));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
