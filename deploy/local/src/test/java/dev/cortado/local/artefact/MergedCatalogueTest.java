package dev.cortado.local.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MergedCatalogueTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUM = "a".repeat(64);

    @TempDir
    private Path directory;

    private Path shipped = Path.of("");
    private MadeVariants made = new MadeVariants(Path.of(""), List.of());

    @BeforeEach
    void write() throws IOException {
        shipped = Files.writeString(directory.resolve("catalogue.json"), """
                {"variants": [{"id": "one", "tier": "small", "file": "one.gguf", "bytes": 3, "sha256": "%s",
                               "licence": "MIT"}],
                 "pools": [{"id": "cpu-small", "lanes": ["realtime"], "variants": ["one"]},
                           {"id": "cpu-large", "lanes": ["realtime"], "variants": []}]}""".formatted(SUM));
        made = MadeVariants.read(directory.resolve("variants.json"))
                .with(entry("one-q4", "madeFrom"))
                .with(entry("one-brand", "base"));
    }

    @Test
    void served_nothingSwitchedOn_isWhatIsShipped() throws IOException {
        MergedCatalogue merged = MergedCatalogue.of(shipped, made);
        assertEquals(1, merged.served(Set.of()).models().size());
        assertEquals(0, merged.served(Set.of()).adapted().size());
        assertEquals(2, merged.everything().models().size());
        assertEquals("one", merged.everything().adapted().getFirst().base());
    }

    @Test
    void writeServed_switchedOn_joinsThePoolOfItsOriginOnly() throws IOException {
        made.serving("one-q4", true).write();
        MergedCatalogue merged = MergedCatalogue.of(shipped, MadeVariants.read(directory.resolve("variants.json")));
        Path file = directory.resolve("merged.json");

        merged.writeServed(file, Set.of());

        JsonNode root = JSON.readTree(file.toFile());
        assertEquals(List.of("one", "one-q4"), texts(root.at("/pools/0/variants")));
        assertEquals(List.of(), texts(root.at("/pools/1/variants")));
        assertEquals(2, root.path("variants").size());
    }

    @Test
    void served_namedInTheSettings_replacesWhatIsSwitchedOn() throws IOException {
        MergedCatalogue merged = MergedCatalogue.of(shipped, made.serving("one-q4", true));
        Catalogue served = merged.served(Set.of("one-brand"));
        assertEquals(1, served.models().size());
        assertEquals(1, served.adapted().size());
        assertTrue(message(() -> merged.served(Set.of("nowhere"))).contains("nowhere"));
    }

    @Test
    void writeServed_nothingChanged_leavesTheFileAlone() throws IOException {
        MergedCatalogue merged = MergedCatalogue.of(shipped, made);
        Path file = directory.resolve("merged.json");
        merged.writeServed(file, Set.of());
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        merged.writeServed(file, Set.of());
        assertEquals(1_000, Files.getLastModifiedTime(file).toMillis());
    }

    @Test
    void writeEverything_adapterBesideTheCatalogue_isNamedByItsWholePath() throws IOException {
        Files.createDirectories(directory.resolve("adapters"));
        Path adapter = Files.writeString(directory.resolve("adapters/one-brand.gguf"), "abc");
        Path file = directory.resolve("all.json");

        MergedCatalogue.of(shipped, made).writeEverything(file);

        JsonNode entry = JSON.readTree(file.toFile()).at("/variants/2");
        assertEquals(
                adapter.toAbsolutePath().toString(), entry.at("/adapter/file").asText());
    }

    @Test
    void of_madeVariantOfAShippedName_isRefusedByName() {
        MadeVariants clash = made.with(entry("one", "madeFrom"));
        IOException wrong = assertThrows(IOException.class, () -> MergedCatalogue.of(shipped, clash));
        assertTrue(String.valueOf(wrong.getMessage()).contains("'one'"));
    }

    @Test
    void read_adapterThatLeadsOutOfItsDirectory_isRefused() throws IOException {
        ObjectNode entry = entry("evil", "base");
        entry.withObject("/adapter").put("file", "../../etc/passwd");
        MergedCatalogue merged = MergedCatalogue.of(shipped, made.with(entry));
        assertTrue(message(merged::everything).contains("leads out"));
    }

    @Test
    void without_removed_isForgotten() throws IOException {
        made.write();
        MadeVariants.read(directory.resolve("variants.json")).without("one-q4").write();
        assertFalse(MadeVariants.read(directory.resolve("variants.json"))
                .entry("one-q4")
                .isPresent());
    }

    private static ObjectNode entry(String id, String origin) {
        ObjectNode entry = JSON.createObjectNode()
                .put("id", id)
                .put(origin, "one")
                .put("tier", "small")
                .put("licence", "MIT");
        if (origin.equals("base")) {
            entry.putObject("adapter").put("file", "adapters/" + id + ".gguf").put("scale", 1);
        } else {
            entry.put("file", id + ".gguf").put("bytes", 3).put("sha256", SUM);
        }
        return entry;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static String message(Runnable call) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
