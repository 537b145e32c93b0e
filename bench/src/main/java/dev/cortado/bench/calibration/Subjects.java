package dev.cortado.bench.calibration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.inference.configuration.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads from the catalogue what there is to measure.
final class Subjects {

    private final JsonNode root;
    private final Path models;
    private final Path shipped;
    private final String release;
    private final Map<String, JsonNode> variants = new HashMap<>();

    private Subjects(CalibrationPlan plan) throws IOException {
        Path catalogue = Path.of(plan.catalogue());
        this.models = Path.of(plan.models());
        this.shipped = Path.of(plan.shipped());
        this.root = new ObjectMapper().readTree(catalogue.toFile());
        this.release =
                Catalogue.read(catalogue).library(Catalogue.thisPlatform()).release();
        root.path("variants").forEach(each -> variants.put(each.path("id").asText(), each));
    }

    /// @param found pool by pool, in the catalogue's order
    /// @param absent variants whose file is not there
    record Found(List<Subject> found, List<String> absent) {}

    /// @throws IllegalArgumentException if the plan names a variant that no pool has
    static Found read(CalibrationPlan plan) throws IOException {
        return new Subjects(plan).subjects(plan);
    }

    private Found subjects(CalibrationPlan plan) {
        List<Subject> found = new ArrayList<>();
        Set<String> absent = new LinkedHashSet<>();
        Set<String> wanted = new LinkedHashSet<>(plan.variants());
        Set<String> known = new LinkedHashSet<>();
        for (JsonNode pool : root.path("pools")) {
            for (JsonNode id : pool.path("variants")) {
                known.add(id.asText());
                if (wanted.isEmpty() || wanted.contains(id.asText())) {
                    subject(id.asText(), pool.path("id").asText())
                            .ifPresentOrElse(found::add, () -> absent.add(id.asText()));
                }
            }
        }
        wanted.removeAll(known);
        if (!wanted.isEmpty()) {
            throw new IllegalArgumentException("no pool of the catalogue has " + String.join(", ", wanted)
                    + "; there are " + String.join(", ", known));
        }
        return new Found(found, List.copyOf(absent));
    }

    private Optional<Subject> subject(String id, String pool) {
        JsonNode entry = entry(id);
        JsonNode adapted = entry.path("adapter");
        JsonNode base =
                adapted.isMissingNode() ? entry : entry(entry.path("base").asText());
        Path file = models.resolve(base.path("file").asText());
        Subject.Adapter adapter = adapted.isMissingNode() ? null : adapter(adapted);
        if (!Files.isReadable(file) || (adapter != null && !Files.isReadable(adapter.file()))) {
            return Optional.empty();
        }
        return Optional.of(new Subject(
                id,
                pool,
                entry.path("tier").asText(),
                file,
                base.path("sha256").asText(),
                base.path("contextTokens").asInt(),
                base.path("slots").asInt(),
                adapter,
                adapter == null ? null : task(entry),
                adapter == null ? null : taskFile(entry),
                release,
                base.path("prefillTokensPerSecondProvisional").asDouble(),
                base.path("decodeTokensPerSecondProvisional").asDouble()));
    }

    private JsonNode entry(String id) {
        JsonNode entry = variants.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("the catalogue has no variant '" + id + "'");
        }
        return entry;
    }

    private Subject.Adapter adapter(JsonNode adapter) {
        Path beside = shipped.resolve(adapter.path("file").asText());
        return new Subject.Adapter(
                adapter.path("id").asText(),
                Files.isReadable(beside)
                        ? beside
                        : models.resolve(adapter.path("file").asText()),
                adapter.path("sha256").asText(),
                adapter.path("scale").asDouble());
    }

    /// What an adapter is made for.
    private static String task(JsonNode entry) {
        return entry.path("fineTunedFor").path(0).asText("marketing");
    }

    /// Beside the adapter's file, in the directory of its task.
    private @Nullable Path taskFile(JsonNode entry) {
        Path file = shipped.resolve(entry.path("adapter").path("file").asText())
                .resolveSibling(task(entry))
                .resolve("tasks.jsonl");
        return Files.isReadable(file) ? file : null;
    }
}
