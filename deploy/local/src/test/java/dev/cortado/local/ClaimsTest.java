package dev.cortado.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tests that `docs/CLAIMS.md` names are there, and every line names one.
class ClaimsTest {

    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
    private static final Pattern LINE = Pattern.compile("^\\| (?!trouble )[^|]+\\|.*\\|$");
    private static final int LINES_MIN = 17;

    @Test
    void everyTestNamedInTheClaims_exists() throws IOException {
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();
        NAMED.matcher(claims()).results().forEach(named -> {
            String source = sources.getOrDefault(named.group(1), "");
            if (!source.contains(" void " + named.group(2) + "(")) {
                missing.add(named.group());
            }
        });
        assertEquals(List.of(), missing);
    }

    @Test
    void everyLineOfTheClaims_namesATest() throws IOException {
        List<String> lines =
                claims().lines().filter(line -> LINE.matcher(line).matches()).toList();
        assertTrue(lines.size() >= LINES_MIN, () -> "only " + lines.size() + " lines");
        assertEquals(
                List.of(),
                lines.stream().filter(line -> !NAMED.matcher(line).find()).toList());
    }

    private static String claims() throws IOException {
        return Files.readString(root().resolve("docs").resolve("CLAIMS.md"));
    }

    /// The text of each test class by its simple name; those of one name together.
    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of(
                "accounting-service",
                "bench",
                "contracts",
                "deploy/local",
                "gateway-service",
                "inference-service",
                "router-service",
                "sentence-encoder")) {
            try (Stream<Path> files = Files.walk(root().resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }

    private static Path root() {
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.exists(place.resolve("deploy").resolve("catalogue.json"))) {
                return place;
            }
        }
        throw new IllegalStateException("no deploy/catalogue.json from here upwards");
    }
}
