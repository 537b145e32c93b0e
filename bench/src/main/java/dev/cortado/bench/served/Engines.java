package dev.cortado.bench.served;

import dev.cortado.inference.batching.ThreadTurns;
import dev.cortado.inference.configuration.Catalogue;
import dev.cortado.inference.configuration.NodeSettings;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.ModelLoader.ModelSource;
import dev.cortado.inference.llama.LlamaLibrary;
import dev.cortado.inference.llama.LlamaLoader;
import dev.cortado.inference.llama.MemoryLimits;
import dev.cortado.inference.template.JinjavaTemplates;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.InstantSource;

/// Loads engines into the bench's own process, with the service's defaults.
public final class Engines {

    private final LlamaLoader loader;

    /// @param libraries where the engine's libraries lie
    public Engines(Path libraries, Path catalogue, int threads) {
        NodeSettings settings = settings();
        LlamaLibrary library = LlamaLibrary.open(
                libraries,
                Catalogue.read(catalogue).library(Catalogue.thisPlatform()),
                new LlamaLibrary.ComputeThreads(threads, settings.threadPollLevel()));
        this.loader = new LlamaLoader(
                library,
                new JinjavaTemplates(),
                settings.batching().limits(),
                MemoryLimits.NONE,
                new ThreadTurns(),
                model -> (promptTokens, decodeTokens, duration) -> {},
                InstantSource.system());
    }

    /// The service's defaults.
    static NodeSettings settings() {
        return new SmallRyeConfigBuilder()
                .withMapping(NodeSettings.class)
                .build()
                .getConfigMapping(NodeSettings.class);
    }

    /// @throws IllegalStateException if it cannot be loaded
    public Engine load(String variant, Path file, int slots, int contextTokens) {
        return switch (loader.load(new ModelSource(variant, file, contextTokens, slots, () -> {}))) {
            case ModelLoader.Loaded(Engine engine) -> engine;
            case ModelLoader.LoadFailed(String reason) -> throw new IllegalStateException(reason);
        };
    }
}
