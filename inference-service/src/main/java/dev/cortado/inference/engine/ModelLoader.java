package dev.cortado.inference.engine;

import java.nio.file.Path;
import java.util.Optional;

/// Loads models; blocks for seconds, so not on an event loop.
public interface ModelLoader {

    LoadOutcome load(ModelSource source);

    /// What must come before the model can be loaded, in words; asked often, so it is answered at once.
    default Optional<String> missing(ModelSource source) {
        return Optional.empty();
    }

    /// @param sha256 of the file in hexadecimal; empty: not verified
    /// @param contextTokens of each slot
    /// @param occupancyChanged called after each change of busy slots or queue, from any thread; returns at once
    record ModelSource(String name, Path file, String sha256, int contextTokens, int slots, Runnable occupancyChanged) {

        /// A file that is taken as it is.
        public ModelSource(String name, Path file, int contextTokens, int slots, Runnable occupancyChanged) {
            this(name, file, "", contextTokens, slots, occupancyChanged);
        }
    }

    /// What came of loading.
    sealed interface LoadOutcome {}

    record Loaded(Engine engine) implements LoadOutcome {}

    record LoadFailed(String reason) implements LoadOutcome {}
}
