package dev.cortado.inference.engine;

import java.nio.file.Path;

/// Loads models; blocks for seconds, so not on an event loop.
public interface ModelLoader {

    LoadOutcome load(ModelSource source);

    /// @param contextTokens of each slot
    /// @param occupancyChanged called after each change of busy slots or queue, from any thread; returns at once
    record ModelSource(String name, Path file, int contextTokens, int slots, Runnable occupancyChanged) {}

    /// What came of loading.
    sealed interface LoadOutcome {}

    record Loaded(Engine engine) implements LoadOutcome {}

    record LoadFailed(String reason) implements LoadOutcome {}
}
