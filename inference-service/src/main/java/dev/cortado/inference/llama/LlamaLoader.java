package dev.cortado.inference.llama;

import static dev.cortado.inference.llama.LlamaLayouts.CONTEXT_PARAMS;
import static dev.cortado.inference.llama.LlamaLayouts.MODEL_PARAMS;

import dev.cortado.inference.batching.BatchingEngine;
import dev.cortado.inference.batching.BatchingLimits;
import dev.cortado.inference.batching.DecodeStep;
import dev.cortado.inference.batching.StepObserver;
import dev.cortado.inference.batching.TemplateMeasure;
import dev.cortado.inference.batching.ThreadTurns;
import dev.cortado.inference.batching.WarmUp;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.TemplateOverhead;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// Loads GGUF files into batching engines. Native memory of one model, in bytes: the file (mapped, so reclaimable),
/// plus
/// weights repacked for this CPU, plus slots × context tokens × layers × 2 × key-value heads × head size × 2 (the
/// key-value cache in F16), plus compute buffers of some 100 MB.
public final class LlamaLoader implements ModelLoader {

    private static final int LOAD_MODE_MMAP = 1;
    private static final int NO_GPU_LAYERS = 0;
    private static final int DESCRIPTION_BYTES = 256;

    private final LlamaLibrary library;
    private final ChatTemplate.Compiler templates;
    private final BatchingLimits limits;
    private final ThreadTurns turns;
    private final Function<String, StepObserver> observers;
    private final InstantSource clock;

    /// @param turns shared by every model of the process
    /// @param observers of a model's steps, by the model's name
    public LlamaLoader(
            LlamaLibrary library,
            ChatTemplate.Compiler templates,
            BatchingLimits limits,
            ThreadTurns turns,
            Function<String, StepObserver> observers,
            InstantSource clock) {
        this.library = library;
        this.templates = templates;
        this.limits = limits;
        this.turns = turns;
        this.observers = observers;
        this.clock = clock;
    }

    @Override
    public Optional<String> missing(ModelSource source) {
        return Files.isReadable(source.file())
                ? Optional.empty()
                : Optional.of("waits for its file " + source.file().getFileName());
    }

    @Override
    public LoadOutcome load(ModelSource source) {
        if (!Files.isReadable(source.file())) {
            return new LoadFailed("the model file " + source.file().getFileName()
                    + " is not in cortado.models.directory or cannot be read");
        }
        library.log().takeLastError();
        MemorySegment model = loadModel(source);
        if (model.equals(MemorySegment.NULL)) {
            return new LoadFailed(
                    "the engine could not load the model: " + library.log().takeLastError());
        }
        MemorySegment context = newContext(model, source);
        if (context.equals(MemorySegment.NULL)) {
            library.symbols().modelFree(model);
            return new LoadFailed("no context could be made, most likely for want of memory: "
                    + library.log().takeLastError());
        }
        return start(
                source,
                new LlamaModel(library, model, context, source.slots(), stepTokensMax(source)),
                description(model));
    }

    private LoadOutcome start(ModelSource source, LlamaModel model, String description) {
        BatchingEngine engine;
        try {
            engine = engine(source, model, description);
        } catch (RuntimeException e) {
            model.close();
            return new LoadFailed(String.valueOf(e.getMessage()));
        }
        try {
            WarmUp.run(engine);
            return new Loaded(engine);
        } catch (RuntimeException e) {
            engine.close();
            return new LoadFailed(String.valueOf(e.getMessage()));
        }
    }

    private BatchingEngine engine(ModelSource source, LlamaModel model, String description) {
        LlamaPrompts prompts = new LlamaPrompts(template(model), model.vocabulary());
        TemplateOverhead overhead = TemplateMeasure.overhead(prompts);
        DecodeStep step = new DecodeStep(model, limits.planner(), turns, observers.apply(source.name()));
        EngineDescription described = new EngineDescription(
                description, model.contextTokens(), source.slots(), limits.queueDepthMax(), overhead);
        return new BatchingEngine(described, limits, prompts, model, step, clock, source.occupancyChanged());
    }

    private ChatTemplate template(LlamaModel model) {
        LlamaVocabulary vocabulary = model.vocabulary();
        return templates.compile(
                model.chatTemplate(),
                new ChatTemplate.SpecialTexts(
                        vocabulary.specialText(vocabulary.beginOfSequence()),
                        vocabulary.specialText(vocabulary.endOfSequence())));
    }

    private MemorySegment loadModel(ModelSource source) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = library.symbols().modelDefaultParams(arena);
            LlamaLayouts.set(MODEL_PARAMS, params, "n_gpu_layers", NO_GPU_LAYERS);
            LlamaLayouts.set(MODEL_PARAMS, params, "load_mode", LOAD_MODE_MMAP);
            return library.symbols()
                    .modelLoadFromFile(arena.allocateFrom(source.file().toString()), params);
        }
    }

    private MemorySegment newContext(MemorySegment model, ModelSource source) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = library.symbols().contextDefaultParams(arena);
            int stepTokens = stepTokensMax(source);
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_ctx", source.contextTokens() * source.slots());
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_batch", stepTokens);
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_ubatch", stepTokens);
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_seq_max", source.slots());
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_outputs_max", source.slots());
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_threads", library.threads());
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_threads_batch", library.threads());
            return library.symbols().contextNew(model, params);
        }
    }

    private int stepTokensMax(ModelSource source) {
        return limits.planner().stepTokensMax(source.slots());
    }

    private String description(MemorySegment model) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(ValueLayout.JAVA_BYTE, DESCRIPTION_BYTES);
            library.symbols().modelDescription(model, buffer, DESCRIPTION_BYTES);
            return buffer.getString(0);
        }
    }
}
