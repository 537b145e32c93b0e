package dev.cortado.local.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.settings.Places;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.SettingsException;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InferencePartsTest {
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path directory;

    private final Settings standard = Settings.standard(Places.here());

    @Test
    void threads_byDefault_areLeftToTheService() {
        assertEquals(0, InferenceParts.threads(standard, 2));
    }

    @Test
    void threads_ofBothProcesses_neverPassTheCores() {
        Settings two = standard.with(SettingKey.INFERENCE_THREADS, "2");
        assertEquals(2, InferenceParts.threads(two, 4));
        String message = String.valueOf(assertThrows(SettingsException.class, () -> InferenceParts.threads(two, 3))
                .getMessage());
        assertTrue(message.contains("inference-threads") && message.contains("at most 1"), message);
        assertEquals(2, InferenceParts.threads(two.with(SettingKey.TIERS, "small,medium"), 2));
    }

    @Test
    void anyKnown_secondVariantOfTheTierIsThere_isEnough() throws IOException {
        Files.createDirectories(directory.resolve("deploy"));
        Files.writeString(directory.resolve("deploy/catalogue.json"), """
                {"variants": [
                  {"id": "one", "tier": "small", "file": "one.gguf", "bytes": 3, "sha256": "%1$s", "licence": "x"},
                  {"id": "two", "tier": "small", "file": "two.gguf", "bytes": 3, "sha256": "%1$s", "licence": "x"},
                  {"id": "big", "tier": "large", "file": "big.gguf", "bytes": 3, "sha256": "%1$s", "licence": "x"}]}
                """.formatted(SHA256_OF_ABC));
        Workshop shop = Workshop.open(
                directory,
                Path.of("mvn"),
                standard.with(SettingKey.CACHE_DIR, directory.resolve("cache").toString())
                        .with(SettingKey.DATA_DIR, directory.resolve("data").toString()));
        assertFalse(InferenceParts.anyKnown(shop, Tier.SMALL));

        Model two = shop.catalogue().models().get(1);
        Files.createDirectories(shop.models().directory());
        Files.writeString(shop.models().file(two), "abc");
        assertTrue(shop.models().has(two));

        assertTrue(InferenceParts.anyKnown(shop, Tier.SMALL));
        assertFalse(InferenceParts.anyKnown(shop, Tier.LARGE));
    }
}
