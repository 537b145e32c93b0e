package dev.cortado.local.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.artefact.Digests;
import dev.cortado.local.artefact.MadeVariants;
import dev.cortado.local.command.CortadoCommand;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.Places;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.variant.StandardSet.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StandardSetTest {

    @TempDir
    private Path directory;

    private final List<Step> steps = StandardSet.steps("small-q4_1", "medium-q4_k_m", "large-q4_k_m");

    @Test
    void withTheShippedOnes_areEightAtLeast_fourOfThemQuantisedOrPruned() {
        // The catalogue has a variant of each tier and the fine-tuned one.
        assertTrue(steps.size() + 4 >= 8 && steps.size() >= 4, steps::toString);
    }

    @Test
    void each_hasAnIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        steps.forEach(step -> ids.add(step.id(origin(step.from()))));

        assertEquals(steps.size(), ids.size());
        assertTrue(ids.containsAll(List.of("small-q8_0", "medium-q4_0", "medium-q4_k_m-pruned3", "large-q3_k_m")));
    }

    /// The better file gives what is made of it its own name; a second run finds it by that.
    @Test
    void missing_whereABetterFileIsAtHand_isNothingOnceAllIsMade() throws IOException {
        Workshop shop = shop();
        assertEquals(5, StandardSet.missing(shop, making(shop)).size());

        ObjectMapper json = new ObjectMapper();
        MadeVariants made = MadeVariants.read(shop.data().madeVariants());
        for (String id : List.of("small-q8_0", "mine-q4_0", "medium-q4_k_m-pruned3", "large-q4_0", "large-q3_k_m")) {
            made = made.with(json.createObjectNode()
                    .put("id", id)
                    .put("tier", "small")
                    .put("model", "made " + id)
                    .put("precision", "Q4_0")
                    .put("file", id + ".gguf")
                    .put("bytes", 3)
                    .put("sha256", "0".repeat(64))
                    .put("licence", "x"));
        }
        made.write();
        assertEquals(List.of(), StandardSet.missing(shop(), making(shop())));
    }

    private static Making making(Workshop shop) {
        return new Making(shop, new MakerProcess(shop, 1, (step, done, of, what) -> {}));
    }

    private Workshop shop() throws IOException {
        Settings settings = Settings.standard(Places.here())
                .with(SettingKey.CACHE_DIR, directory.resolve("cache").toString())
                .with(SettingKey.DATA_DIR, directory.resolve("data").toString());
        Files.createDirectories(directory.resolve("deploy"));
        Path models = directory.resolve("cache/models");
        Files.createDirectories(models);
        StringBuilder entries = new StringBuilder();
        for (String[] one : new String[][] {
            {"small-q4_1", "small", "Q4_1", "abc"},
            {"medium-q4_k_m", "medium", "Q4_K_M", "abc"},
            {"large-q4_k_m", "large", "Q4_K_M", "abc"},
            {"mine-f16", "medium", "F16", "abcdef"}
        }) {
            Path file = Files.writeString(models.resolve(one[0] + ".gguf"), one[3]);
            entries.append(entries.isEmpty() ? "" : ",").append("""
                    {"id": "%s", "tier": "%s", "model": "the %s one", "precision": "%s", "file": "%s", "bytes": %d,
                     "sha256": "%s", "licence": "x"}
                    """.formatted(
                            one[0], one[1], one[1], one[2], file.getFileName(), one[3].length(), Digests.sha256(file)));
        }
        Files.writeString(directory.resolve("deploy/catalogue.json"), "{\"variants\": [" + entries + "]}");
        return Workshop.open(directory, Path.of("mvn"), settings);
    }

    @Test
    void help_namesWhatIsMade() {
        CommandLine making = CortadoCommand.line()
                .parseArgs("variants", "make-standard")
                .asCommandLineList()
                .getLast();
        String help = making.getUsageMessage().replaceAll("\\s+", " ");
        assertTrue(
                help.contains("small in Q8_0, medium and large in Q4_0, large in Q3_K_M, medium with fewer layers"),
                help);
        assertEquals(
                List.of("small Q8_0", "medium Q4_0", "medium ", "large Q4_0", "large Q3_K_M"),
                steps.stream()
                        .map(step -> step.from().split("-", 2)[0] + " " + step.precision())
                        .toList());
    }

    private static ObjectNode origin(String id) {
        String precision = id.substring(id.indexOf('-') + 1).toUpperCase(java.util.Locale.ROOT);
        return new ObjectMapper().createObjectNode().put("id", id).put("precision", precision);
    }
}
