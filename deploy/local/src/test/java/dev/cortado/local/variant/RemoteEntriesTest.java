package dev.cortado.local.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.Places;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A catalogue with models on other servers, one of them the same model as one whose file is here.
final class RemoteEntriesTest {
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path directory;

    private Workshop shop() throws IOException {
        Files.createDirectories(directory.resolve("deploy"));
        Files.writeString(directory.resolve("deploy/catalogue.json"), """
                {"variants": [
                  {"id": "far", "tier": "medium", "model": "One", "precision": "Q4", "remote": {"model": "org/one"}},
                  {"id": "here", "tier": "small", "model": "One", "precision": "Q4", "file": "one.gguf", "bytes": 3,
                   "sha256": "%s", "licence": "x"},
                  {"id": "far-brand", "tier": "medium", "model": "One", "base": "far",
                   "remote": {"model": "org/one-brand"}}]}
                """.formatted(SHA256_OF_ABC));
        Settings standard = Settings.standard(Places.here());
        Workshop shop = Workshop.open(
                directory,
                Path.of("mvn"),
                standard.with(SettingKey.CACHE_DIR, directory.resolve("cache").toString())
                        .with(SettingKey.DATA_DIR, directory.resolve("data").toString()));
        Files.createDirectories(shop.models().directory());
        Files.writeString(shop.models().directory().resolve("one.gguf"), "abc");
        return shop;
    }

    @Test
    void making_fromAModelThatIsAlsoOnAServer_takesTheFileThatIsHere() throws IOException {
        Workshop shop = shop();
        Making making = new Making(shop, new MakerProcess(shop, 1, (step, done, of, what) -> {}));
        ObjectNode here = shop.merged().entry("here").orElseThrow();
        assertEquals("here", making.bestAtHand(here).path("id").asText());
    }

    @Test
    void making_fromAModelOnAServer_isRefusedWithTheReason() throws IOException {
        Workshop shop = shop();
        Making making = new Making(shop, new MakerProcess(shop, 1, (step, done, of, what) -> {}));
        for (String far : List.of("far", "far-brand")) {
            String why = String.valueOf(assertThrows(IOException.class, () -> making.quantise(far, "Q8_0"))
                    .getMessage());
            assertTrue(why.contains("on another server"), why);
        }
    }

    @Test
    void list_saysThatTheyAreServedByTheirOwnNode() throws IOException {
        List<VariantLine> lines = VariantLine.of(shop());
        assertEquals(
                List.of("far", "here", "far-brand"),
                lines.stream().map(VariantLine::id).toList());
        assertEquals("org/one on another server", lines.getFirst().how());
        assertEquals(
                "by the node in front of its server, where that runs",
                lines.getLast().why());
    }
}
