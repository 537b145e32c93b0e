package dev.cortado.inference.llama;

import static dev.cortado.inference.llama.LlamaLayouts.CONTEXT_PARAMS;
import static dev.cortado.inference.llama.LlamaLayouts.MODEL_PARAMS;

import dev.cortado.inference.batching.BatchingEngine;
import dev.cortado.inference.batching.BatchingLimits;
import dev.cortado.inference.batching.DecodeStep;
import dev.cortado.inference.batching.StepObserver;
import dev.cortado.inference.batching.TemplateMeasure;
import dev.cortado.inference.batching.ThreadTurns;
import dev.cortado.inference.batching.ToolMeasure;
import dev.cortado.inference.batching.WarmUp;
import dev.cortado.inference.engine.Capability;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.TemplateOverhead;
import dev.cortado.inference.gguf.GgufFile;
import dev.cortado.inference.gguf.GgufReader;
import dev.cortado.inference.gguf.TensorType;
import dev.cortado.inference.grammar.SchemaLimits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Loads GGUF files into batching engines. Before the library sees a file, its header is read and checked here, its
/// checksum is verified where one is given, and the memory that it will take is held against what there is.
public final class LlamaLoader implements ModelLoader {

    private static final int LOAD_MODE_MMAP = 1;
    private static final int FLASH_ATTENTION_ON = 1;
    private static final int DESCRIPTION_BYTES = 256;

    private final LlamaLibrary library;
    private final ChatTemplate.Compiler templates;
    private final BatchingLimits limits;
    private final MemoryLimits memory;
    private final ThreadTurns turns;
    private final Function<String, StepObserver> observers;
    private final InstantSource clock;
    private final SchemaLimits schemas;
    private final SeenPlans plans = new SeenPlans();

    /// @param memory how much of it models may take
    /// @param turns shared by every model of the process
    /// @param observers of a model's steps, by the model's name
    public LlamaLoader(
            LlamaLibrary library,
            ChatTemplate.Compiler templates,
            BatchingLimits limits,
            MemoryLimits memory,
            ThreadTurns turns,
            Function<String, StepObserver> observers,
            InstantSource clock) {
        this(library, templates, limits, memory, turns, observers, clock, SchemaLimits.DEFAULT);
    }

    /// @param schemas how large the grammars of answers may become
    public LlamaLoader(
            LlamaLibrary library,
            ChatTemplate.Compiler templates,
            BatchingLimits limits,
            MemoryLimits memory,
            ThreadTurns turns,
            Function<String, StepObserver> observers,
            InstantSource clock,
            SchemaLimits schemas) {
        this.library = library;
        this.templates = templates;
        this.limits = limits;
        this.memory = memory;
        this.turns = turns;
        this.observers = observers;
        this.clock = clock;
        this.schemas = schemas;
    }

    @Override
    public Optional<String> missing(ModelSource source) {
        if (!Files.isReadable(source.file())) {
            return Optional.of("waits for its file " + source.file().getFileName());
        }
        return plans.of(source, memory, library.accelerator())
                .flatMap(plan -> memory.shortage(plan, SystemMemory.total(), SystemMemory.available()));
    }

    @Override
    public LoadOutcome load(ModelSource source) {
        if (!Files.isReadable(source.file())) {
            return new LoadFailed("the model file " + source.file().getFileName()
                    + " is not in cortado.models.directory or cannot be read");
        }
        return FileChecksum.mismatch(source.file(), source.sha256())
                .<LoadOutcome>map(LoadFailed::new)
                .orElseGet(() -> switch (GgufReader.read(source.file())) {
                    case GgufReader.NotUnderstood(var reason) ->
                        new LoadFailed("the model file " + source.file().getFileName() + " is not usable: " + reason);
                    case GgufReader.Understood(var file) -> load(source, file);
                });
    }

    private LoadOutcome load(ModelSource source, GgufFile file) {
        if (file.text("general.type").equals(Optional.of("adapter"))) {
            return new LoadFailed("the file " + source.file().getFileName() + " is an adapter, not a model");
        }
        ModelShape shape = ModelShape.of(file);
        return switch (MemoryPlan.of(shape, source.contextTokens(), source.slots(), memory)) {
            case MemoryPlan.TooLarge(var reason) ->
                new LoadFailed("the model cannot be served as configured: " + reason);
            case MemoryPlan.Fits(var plan) -> load(source, file, shape, plan);
        };
    }

    private LoadOutcome load(ModelSource source, GgufFile file, ModelShape shape, MemoryPlan plan) {
        int onDevice = DeviceLayers.of(shape, plan, library.accelerator(), memory);
        return memory.refusal(plan.beside(onDevice, shape.layers()), SystemMemory.total())
                .<LoadOutcome>map(LoadFailed::new)
                .orElseGet(() -> load(source, file, plan, onDevice));
    }

    private LoadOutcome load(ModelSource source, GgufFile file, MemoryPlan plan, int onDevice) {
        library.log().takeLastError();
        MemorySegment model = loadModel(source, onDevice);
        if (model.equals(MemorySegment.NULL)) {
            return new LoadFailed(
                    "the engine could not load the model: " + library.log().takeLastError());
        }
        MemorySegment context = newContext(model, plan);
        if (context.equals(MemorySegment.NULL)) {
            library.symbols().modelFree(model);
            return new LoadFailed("no context could be made, most likely for want of memory: "
                    + library.log().takeLastError());
        }
        return start(
                source,
                new LlamaModel(library, model, context, file, plan.slots(), stepTokensMax(plan), turns),
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
        LlamaPrompts prompts =
                new LlamaPrompts(template(model), model.vocabulary(), model.sampler(), schemas, model.contextTokens());
        TemplateOverhead plain = TemplateMeasure.overhead(prompts);
        TemplateOverhead overhead = prompts.takesTools() ? ToolMeasure.overhead(prompts, plain) : plain;
        Set<Capability> capabilities = EnumSet.allOf(Capability.class);
        if (!prompts.takesTools()) {
            capabilities.remove(Capability.TOOLS);
        }
        DecodeStep step = new DecodeStep(model, limits, turns, observers.apply(source.name()));
        EngineDescription described = new EngineDescription(
                description,
                model.contextTokens(),
                model.slots(),
                limits.queueDepthMax(),
                overhead,
                capabilities,
                model.vocabulary().size());
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

    private MemorySegment loadModel(ModelSource source, int deviceLayers) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = library.symbols().modelDefaultParams(arena);
            LlamaLayouts.set(MODEL_PARAMS, params, "n_gpu_layers", deviceLayers);
            LlamaLayouts.set(MODEL_PARAMS, params, "load_mode", LOAD_MODE_MMAP);
            return library.symbols()
                    .modelLoadFromFile(arena.allocateFrom(source.file().toString()), params);
        }
    }

    private MemorySegment newContext(MemorySegment model, MemoryPlan plan) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = library.symbols().contextDefaultParams(arena);
            int stepTokens = stepTokensMax(plan);
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_ctx", plan.contextTokens() * plan.slots());
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_batch", stepTokens);
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_ubatch", stepTokens);
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_seq_max", plan.slots());
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_outputs_max", plan.slots());
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_threads", library.threads());
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_threads_batch", library.threads());
            LlamaLayouts.set(
                    CONTEXT_PARAMS, params, "type_k", memory.cacheType().code());
            LlamaLayouts.set(
                    CONTEXT_PARAMS, params, "type_v", memory.cacheType().code());
            if (memory.cacheType() != TensorType.F16) {
                LlamaLayouts.set(CONTEXT_PARAMS, params, "flash_attn_type", FLASH_ATTENTION_ON);
            }
            return library.symbols().contextNew(model, params);
        }
    }

    private int stepTokensMax(MemoryPlan plan) {
        return limits.planner().stepTokensMax(plan.slots());
    }

    private String description(MemorySegment model) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(ValueLayout.JAVA_BYTE, DESCRIPTION_BYTES);
            library.symbols().modelDescription(model, buffer, DESCRIPTION_BYTES);
            return buffer.getString(0);
        }
    }
}
