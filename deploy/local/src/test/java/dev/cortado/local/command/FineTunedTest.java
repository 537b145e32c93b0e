package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTunedTest {

    @TempDir
    private Path root = Path.of("");

    private void ship(String task, String... files) throws IOException {
        Path directory = Files.createDirectories(
                root.resolve("deploy").resolve("adapters").resolve(task));
        for (String file : files) {
            Files.writeString(directory.resolve(file), "");
        }
    }

    private static JsonNode results(String variants) throws IOException {
        return new ObjectMapper().readTree("{\"variants\": [" + variants + "]}");
    }

    @Test
    void firstThatIsMeasured_andWhollyShipped_isTaken() throws IOException {
        ship("brand", "profile.txt", "checks.json", "tasks.jsonl");
        ship("half", "profile.txt");
        FineTuned found = FineTuned.of(results("""
                        {"variant": "general", "task": "all", "cost": 1.0},
                        {"variant": "unshipped", "task": "half", "cost": 1.0},
                        {"variant": "unmeasured", "task": "brand"},
                        {"variant": "tuned", "task": "brand", "cost": 1.0}"""), root).orElseThrow();
        assertEquals("tuned", found.variant());
        assertEquals("brand", found.task());
        for (String file : List.of("profile.txt", "checks.json", "tasks.jsonl")) {
            assertTrue(Files.isReadable(found.beside(file)), file);
        }
    }

    @Test
    void general_isNone() throws IOException {
        assertTrue(FineTuned.of(results("{\"variant\": \"general\", \"task\": \"all\", \"cost\": 1.0}"), root)
                .isEmpty());
    }
}
