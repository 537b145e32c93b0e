package dev.cortado.inference.llama;

import dev.cortado.inference.engine.ModelLoader.ModelSource;
import dev.cortado.inference.gguf.GgufReader;
import dev.cortado.inference.llama.LlamaLibrary.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What loading each file would take of the machine's own memory, reckoned once for a file as it is: whether a model
/// may be loaded is asked often.
/// Safe for use by several threads.
final class SeenPlans {

    private final Map<Path, Seen> seen = new ConcurrentHashMap<>();

    /// @param need empty for a file that cannot be loaded
    private record Seen(FileTime modifiedAt, long bytes, Optional<Need> need) {}

    private record Need(ModelShape shape, MemoryPlan plan) {}

    /// Empty for a file that cannot be loaded anyway; loading tells why.
    ///
    /// @param device that takes what layers it can
    Optional<MemoryPlan> of(ModelSource source, MemoryLimits limits, Optional<Accelerator> device) {
        try {
            FileTime modifiedAt = Files.getLastModifiedTime(source.file());
            long bytes = Files.size(source.file());
            Seen known = seen.get(source.file());
            if (known == null || !known.modifiedAt().equals(modifiedAt) || known.bytes() != bytes) {
                known = new Seen(modifiedAt, bytes, need(source, limits));
                seen.put(source.file(), known);
            }
            return known.need()
                    .map(need -> need.plan()
                            .beside(
                                    DeviceLayers.of(need.shape(), need.plan(), device, limits),
                                    need.shape().layers()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Need> need(ModelSource source, MemoryLimits limits) {
        if (!(GgufReader.read(source.file()) instanceof GgufReader.Understood(var file))) {
            return Optional.empty();
        }
        ModelShape shape = ModelShape.of(file);
        return MemoryPlan.of(shape, source.contextTokens(), source.slots(), limits) instanceof MemoryPlan.Fits(var plan)
                ? Optional.of(new Need(shape, plan))
                : Optional.empty();
    }
}
