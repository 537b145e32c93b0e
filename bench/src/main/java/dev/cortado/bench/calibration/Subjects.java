package dev.cortado.bench.calibration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.inference.configuration.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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
    /// @param absent what there is, but cannot be measured here
    record Found(List<Subject> found, List<Unmeasured> absent) {}

    /// @throws IllegalArgumentException if the plan names a variant that no pool has
    static Found read(CalibrationPlan plan) throws IOException {
        return new Subjects(plan).subjects(plan.variants());
    }

    /// All that can be measured, whatever the plan asks for.
    static List<Subject> all(CalibrationPlan plan) throws IOException {
        return new Subjects(plan).subjects(Set.of()).found();
    }

    private Found subjects(Collection<String> asked) {
        List<Subject> found = new ArrayList<>();
        Set<Unmeasured> absent = new LinkedHashSet<>();
        Set<String> wanted = new LinkedHashSet<>(asked);
        Set<String> known = new LinkedHashSet<>();
        for (JsonNode pool : root.path("pools")) {
            for (JsonNode id : pool.path("variants")) {
                known.add(id.asText());
                if (wanted.isEmpty() || wanted.contains(id.asText())) {
                    unmeasurable(id.asText())
                            .ifPresentOrElse(
                                    absent::add,
                                    () -> found.add(
                                            subject(id.asText(), pool.path("id").asText())));
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

    private Optional<Unmeasured> unmeasurable(String id) {
        JsonNode entry = entry(id);
        if (entry.has("remote")) {
            return Optional.of(new Unmeasured(id, "it is a model on another server, which is measured there"));
        }
        boolean there = Files.isRegularFile(file(base(entry)))
                && (!entry.has("adapter")
                        || Files.isRegularFile(adapter(entry.path("adapter")).file()));
        return there ? Optional.empty() : Optional.of(new Unmeasured(id, "its file is not there"));
    }

    private Subject subject(String id, String pool) {
        JsonNode entry = entry(id);
        JsonNode base = base(entry);
        boolean adapted = entry.has("adapter");
        return new Subject(
                id,
                pool,
                entry.path("tier").asText(),
                file(base),
                base.path("sha256").asText(),
                base.path("contextTokens").asInt(),
                base.path("slots").asInt(),
                adapted ? adapter(entry.path("adapter")) : null,
                adapted ? task(entry) : null,
                adapted ? taskFile(entry) : null,
                release,
                base.path("prefillTokensPerSecondProvisional").asDouble(),
                base.path("decodeTokensPerSecondProvisional").asDouble());
    }

    private JsonNode base(JsonNode entry) {
        return entry.has("adapter") ? entry(entry.path("base").asText()) : entry;
    }

    private Path file(JsonNode base) {
        return models.resolve(base.path("file").asText());
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

    /// What an adapter was trained for; null for one of which nothing is said, which is measured like a model for any
    /// task.
    private static @Nullable String task(JsonNode entry) {
        return entry.path("fineTunedFor").path(0).asText(null);
    }

    /// Given with the adapter, or beside its file in the directory of its task.
    private @Nullable Path taskFile(JsonNode entry) {
        String task = task(entry);
        if (task == null) {
            return null;
        }
        JsonNode given = entry.path("adapter").path("tasks");
        Path file = given.isTextual()
                ? models.resolve(given.asText())
                : shipped.resolve(entry.path("adapter").path("file").asText())
                        .resolveSibling(task)
                        .resolve("tasks.jsonl");
        return Files.isReadable(file) ? file : null;
    }
}
