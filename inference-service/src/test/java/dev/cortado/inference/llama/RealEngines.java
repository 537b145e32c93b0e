package dev.cortado.inference.llama;

import dev.cortado.inference.batching.BatchingLimits;
import dev.cortado.inference.batching.StepPlanner;
import dev.cortado.inference.batching.ThreadTurns;
import dev.cortado.inference.configuration.Catalogue;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.ModelLoader.ModelSource;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.template.JinjavaTemplates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// Real models for integration tests, from the directories that `./cortado test` names.
public final class RealEngines {

    public static final String SMALL = "smollm2-135m-instruct-q4_1";
    public static final String MEDIUM = "qwen2.5-coder-0.5b-instruct-q4_k_m";

    private static final Catalogue CATALOGUE = Catalogue.read(Path.of("../deploy/catalogue.json"));
    private static final LlamaLibrary LIBRARY = LlamaLibrary.open(
            directory("cortado.engine.library-directory"),
            CATALOGUE.library(Catalogue.thisPlatform()),
            new LlamaLibrary.ComputeThreads(1, 0));

    private RealEngines() {}

    public static ModelLoader loader() {
        return loader(MemoryLimits.NONE);
    }

    static ModelLoader loader(MemoryLimits memory) {
        return new LlamaLoader(
                LIBRARY,
                new JinjavaTemplates(),
                new BatchingLimits(
                        8, 100, true, Duration.ofMillis(50), new StepPlanner(256, 64, 16), Duration.ofSeconds(10)),
                memory,
                new ThreadTurns(),
                variant -> (promptTokens, decodeTokens, duration) -> {},
                InstantSource.system());
    }

    static LlamaLibrary library() {
        return LIBRARY;
    }

    public static VariantPlan plan(String variant) {
        return CATALOGUE.plan(variant, directory("cortado.models.directory"), false);
    }

    static Engine load(String variant, int contextTokens, int slots) {
        ModelSource source = new ModelSource(variant, plan(variant).file(), contextTokens, slots, () -> {});
        return switch (loader().load(source)) {
            case ModelLoader.Loaded(var engine) -> engine;
            case ModelLoader.LoadFailed(var reason) -> throw new IllegalStateException(reason);
        };
    }

    private static Path directory(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("set the system property " + property + " to run this test");
        }
        return Path.of(value);
    }
}
