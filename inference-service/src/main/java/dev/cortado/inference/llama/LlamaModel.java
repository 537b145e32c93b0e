package dev.cortado.inference.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.cortado.inference.batching.StepBatch;
import dev.cortado.inference.batching.ThreadTurns;
import dev.cortado.inference.batching.TokenModel;
import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Embedder;
import dev.cortado.inference.engine.OutputRule;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.TokenLikelihood;
import dev.cortado.inference.gguf.GgufFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A model and its context of fixed slots, in native memory. Used by the decode loop's thread only, but for
/// [#compile].
final class LlamaModel implements TokenModel {

    private static final int DECODED = 0;
    private static final int ABORTED = 2;
    private static final int FROM_START = -1;
    private static final int TO_END = -1;

    private static final Logger LOG = System.getLogger(LlamaModel.class.getName());

    private final LlamaSymbols symbols;
    private final NativeLog log;
    private final MemorySegment model;
    private final MemorySegment context;
    private final MemorySegment memory;
    private final LlamaVocabulary vocabulary;
    private final LlamaSampler sampler;
    private final Likelihoods likelihoods;
    private final Candidates candidates;
    private final LlamaAdapters adapters;
    private final @Nullable SlotSampler[] samplers;
    private final LlamaEmbedder embedder;
    private final int contextTokens;
    private final int stepTokensMax;
    private final Arena arena = Arena.ofShared();
    private final NativeBatch batch;
    private BooleanSupplier abort = LlamaModel::never;

    /// Takes over the model and the context, which [#close] frees.
    LlamaModel(
            LlamaLibrary library,
            MemorySegment model,
            MemorySegment context,
            GgufFile file,
            int slots,
            int stepTokensMax,
            ThreadTurns turns) {
        this.symbols = library.symbols();
        this.log = library.log();
        this.model = model;
        this.context = context;
        this.memory = symbols.contextMemory(context);
        this.vocabulary = new LlamaVocabulary(symbols, symbols.modelVocabulary(model));
        this.contextTokens = symbols.contextTokensPerSequence(context);
        this.sampler = new LlamaSampler(symbols, vocabulary, contextTokens);
        this.likelihoods = new Likelihoods(vocabulary);
        this.candidates = new Candidates(arena, vocabulary.size());
        this.adapters = new LlamaAdapters(library, model, context, file);
        this.embedder = new LlamaEmbedder(library, model, vocabulary, contextTokens, turns);
        this.samplers = new SlotSampler[slots];
        this.stepTokensMax = stepTokensMax;
        this.batch = new NativeBatch(arena, stepTokensMax, slots);
        symbols.contextAttachThreadpool(context, library.threadpool(), library.threadpool());
        symbols.contextSetAbortCallback(context, abortCallback(), MemorySegment.NULL);
    }

    LlamaSampler sampler() {
        return sampler;
    }

    LlamaVocabulary vocabulary() {
        return vocabulary;
    }

    /// @throws IllegalArgumentException if the file has none
    String chatTemplate() {
        MemorySegment source = symbols.modelChatTemplate(model, MemorySegment.NULL);
        if (source.equals(MemorySegment.NULL)) {
            throw new IllegalArgumentException("the model's file has no chat template");
        }
        return source.getString(0);
    }

    @Override
    public int slots() {
        return samplers.length;
    }

    @Override
    public int contextTokens() {
        return contextTokens;
    }

    @Override
    public int stepTokensMax() {
        return stepTokensMax;
    }

    /// The library parses on the caller's thread and reads nothing but the vocabulary, which never changes.
    @Override
    public CompiledRule compile(OutputRule rule) {
        MemorySegment grammar = sampler.grammar(rule);
        return new Grammar(symbols, grammar, !rule.isFree() && grammar.equals(MemorySegment.NULL));
    }

    /// @param sampler NULL for free text
    /// @param broken whether there should be a grammar, but the library did not take it
    private record Grammar(LlamaSymbols symbols, MemorySegment sampler, boolean broken) implements CompiledRule {

        @Override
        public void free() {
            if (!sampler.equals(MemorySegment.NULL)) {
                symbols.samplerFree(sampler);
            }
        }
    }

    @Override
    public void open(int slot, Sampling sampling, int choice, CompiledRule rule) {
        if (!(rule instanceof Grammar grammar)) {
            throw new IllegalArgumentException("a rule of another model: " + rule);
        }
        MemorySegment chain;
        try {
            chain = sampler.chain(sampling, choice);
        } catch (RuntimeException | Error e) {
            grammar.free();
            throw e;
        }
        samplers[slot] = new SlotSampler(symbols, vocabulary, candidates, chain, grammar.sampler(), grammar.broken());
    }

    @Override
    public void copy(int from, int to) {
        symbols.memoryRemove(memory, to, FROM_START, TO_END);
        symbols.memoryCopy(memory, from, to, FROM_START, TO_END);
    }

    @Override
    public void end(int slot) {
        freeSampler(slot);
    }

    /// Some architectures remember more than single positions and cannot forget a part.
    @Override
    public boolean keep(int slot, int tokens) {
        if (tokens > 0 && symbols.memoryRemove(memory, slot, tokens, TO_END)) {
            return true;
        }
        symbols.memoryRemove(memory, slot, FROM_START, TO_END);
        return tokens == 0;
    }

    @Override
    public AdapterLoading load(AdapterLoading.AdapterSource source) {
        return adapters.load(source);
    }

    @Override
    public void use(AdapterUse adapter) {
        adapters.use(adapter);
    }

    @Override
    public StepOutcome run(StepBatch step, BooleanSupplier abortWhen) {
        abort = abortWhen;
        try {
            return switch (symbols.decode(context, batch.fill(step))) {
                case DECODED -> StepOutcome.COMPLETED;
                case ABORTED -> StepOutcome.ABORTED;
                default -> failed();
            };
        } finally {
            abort = LlamaModel::never;
        }
    }

    private static boolean never() {
        return false;
    }

    private StepOutcome failed() {
        LOG.log(Level.WARNING, "a step failed: {0}", log.takeLastError());
        return StepOutcome.FAILED;
    }

    @Override
    public int sample(int slot, int row) {
        SlotSampler open = samplers[slot];
        if (open == null) {
            throw new IllegalStateException("slot " + slot + " has no sequence");
        }
        return open.sample(context, row, logits(row));
    }

    @Override
    public TokenLikelihood likelihood(int row, int token, int top) {
        return likelihoods.of(logits(row), token, top);
    }

    private MemorySegment logits(int row) {
        return symbols.logits(context, row).reinterpret(vocabulary.size() * JAVA_FLOAT.byteSize());
    }

    @Override
    public boolean endsGeneration(int token) {
        return vocabulary.endsGeneration(token);
    }

    @Override
    public byte[] bytes(int token) {
        return vocabulary.bytes(token);
    }

    @Override
    public Optional<Embedder> embedder() {
        return Optional.of(embedder);
    }

    @Override
    public void close() {
        embedder.close();
        for (int slot = 0; slot < samplers.length; slot++) {
            freeSampler(slot);
        }
        symbols.contextDetachThreadpool(context);
        symbols.contextFree(context);
        symbols.modelFree(model);
        arena.close();
    }

    private void freeSampler(int slot) {
        SlotSampler open = samplers[slot];
        if (open != null) {
            open.free();
            samplers[slot] = null;
        }
    }

    private MemorySegment abortCallback() {
        try {
            return Linker.nativeLinker()
                    .upcallStub(
                            MethodHandles.lookup()
                                    .bind(
                                            this,
                                            "abortWanted",
                                            MethodType.methodType(boolean.class, MemorySegment.class)),
                            FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS),
                            arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Called by native code between two operations of a step, on the thread that called [#run].
    @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
    private boolean abortWanted(MemorySegment userPointer) {
        return abort.getAsBoolean();
    }

    /// `llama_batch` and its arrays, filled anew for each step.
    private static final class NativeBatch {

        private final MemorySegment struct;
        private final MemorySegment tokens;
        private final MemorySegment positions;
        private final MemorySegment sequenceCounts;
        private final MemorySegment sequencePointers;
        private final MemorySegment outputs;
        private final MemorySegment slotIds;

        NativeBatch(Arena arena, int capacity, int slots) {
            tokens = arena.allocate(JAVA_INT, capacity);
            positions = arena.allocate(JAVA_INT, capacity);
            sequenceCounts = arena.allocate(JAVA_INT, capacity);
            sequencePointers = arena.allocate(ADDRESS, capacity);
            outputs = arena.allocate(JAVA_BYTE, capacity);
            slotIds = arena.allocate(JAVA_INT, slots);
            for (int slot = 0; slot < slots; slot++) {
                slotIds.setAtIndex(JAVA_INT, slot, slot);
            }
            for (int row = 0; row < capacity; row++) {
                sequenceCounts.setAtIndex(JAVA_INT, row, 1);
            }
            struct = arena.allocate(LlamaLayouts.BATCH);
            LlamaLayouts.set(LlamaLayouts.BATCH, struct, "token", tokens);
            LlamaLayouts.set(LlamaLayouts.BATCH, struct, "embd", MemorySegment.NULL);
            LlamaLayouts.set(LlamaLayouts.BATCH, struct, "pos", positions);
            LlamaLayouts.set(LlamaLayouts.BATCH, struct, "n_seq_id", sequenceCounts);
            LlamaLayouts.set(LlamaLayouts.BATCH, struct, "seq_id", sequencePointers);
            LlamaLayouts.set(LlamaLayouts.BATCH, struct, "logits", outputs);
        }

        MemorySegment fill(StepBatch step) {
            for (int row = 0; row < step.size(); row++) {
                tokens.setAtIndex(JAVA_INT, row, step.token(row));
                positions.setAtIndex(JAVA_INT, row, step.position(row));
                sequencePointers.setAtIndex(ADDRESS, row, slotIds.asSlice(step.slot(row) * JAVA_INT.byteSize()));
                outputs.setAtIndex(JAVA_BYTE, row, (byte) (step.output(row) ? 1 : 0));
            }
            LlamaLayouts.set(LlamaLayouts.BATCH, struct, "n_tokens", step.size());
            return struct;
        }
    }
}
