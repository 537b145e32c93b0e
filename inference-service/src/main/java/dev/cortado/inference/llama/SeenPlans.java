package dev.cortado.inference.llama;

import dev.cortado.inference.engine.ModelLoader.ModelSource;
import dev.cortado.inference.gguf.GgufReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What loading each file would take, reckoned once for a file as it is: whether a model may be loaded is asked often.
/// Safe for use by several threads.
final class SeenPlans {

    private final Map<Path, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(FileTime modifiedAt, long bytes, MemoryPlan.Planning planning) {}

    /// Empty for a file that cannot be loaded anyway; loading tells why.
    Optional<MemoryPlan> of(ModelSource source, MemoryLimits limits) {
        try {
            FileTime modifiedAt = Files.getLastModifiedTime(source.file());
            long bytes = Files.size(source.file());
            Seen known = seen.get(source.file());
            if (known == null || !known.modifiedAt().equals(modifiedAt) || known.bytes() != bytes) {
                known = new Seen(modifiedAt, bytes, plan(source, limits));
                seen.put(source.file(), known);
            }
            return known.planning() instanceof MemoryPlan.Fits(var plan) ? Optional.of(plan) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static MemoryPlan.Planning plan(ModelSource source, MemoryLimits limits) {
        return switch (GgufReader.read(source.file())) {
            case GgufReader.Understood(var file) ->
                MemoryPlan.of(ModelShape.of(file), source.contextTokens(), source.slots(), limits);
            case GgufReader.NotUnderstood(var reason) -> new MemoryPlan.TooLarge(reason);
        };
    }
}
