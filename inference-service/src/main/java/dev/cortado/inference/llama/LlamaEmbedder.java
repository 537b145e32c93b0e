package dev.cortado.inference.llama;

import static dev.cortado.inference.llama.LlamaLayouts.CONTEXT_PARAMS;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.batching.ThreadTurns;
import dev.cortado.inference.engine.Embedder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/// Embeds texts by a loaded model in a context of its own, which is made for the first text: a model that only
/// generates
/// pays nothing. A text is computed in short steps, between which the streams of all models get their turns.
final class LlamaEmbedder implements Embedder, ThreadTurns.Taker, AutoCloseable {

    private static final int STEP_TOKENS = 64;
    /// A context's memory is taken whole; longer texts are better cut than pooled.
    private static final int TOKENS_MAX = 2_048;
    /// `LLAMA_POOLING_TYPE_NONE`: one state a token, which are pooled here, since a text spans several steps.
    private static final int POOLING_NONE = 0;

    private final LlamaLibrary library;
    private final EmbeddingSymbols symbols;
    private final MemorySegment model;
    private final LlamaVocabulary vocabulary;
    private final ThreadTurns turns;
    private final int dimensions;
    private final int tokensMax;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Arena arena = Arena.ofShared();
    /// Guarded by the lock.
    private final SequenceBatch batch = new SequenceBatch(arena, STEP_TOKENS);
    /// Guarded by the lock; NULL until the first text.
    private MemorySegment context = MemorySegment.NULL;
    /// Guarded by the lock.
    private boolean closed;

    /// @param model stays its owner's, who closes this before it
    LlamaEmbedder(
            LlamaLibrary library,
            MemorySegment model,
            LlamaVocabulary vocabulary,
            int contextTokens,
            ThreadTurns turns) {
        this.library = library;
        this.symbols = new EmbeddingSymbols(library);
        this.model = model;
        this.vocabulary = vocabulary;
        this.turns = turns;
        this.dimensions = symbols.dimensions(model);
        this.tokensMax = Math.min(contextTokens, TOKENS_MAX);
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public int tokensMax() {
        return tokensMax;
    }

    @Override
    public Embedding embed(String text, Pooling pooling) {
        lock.lock();
        try {
            // The vocabulary goes with the model.
            return closed ? new Failed("the engine has stopped") : embed(tokens(text), pooling);
        } finally {
            lock.unlock();
        }
    }

    private int[] tokens(String text) {
        int[] of = vocabulary.tokens(text, false);
        if (of.length == 0 || !vocabulary.addsBeginOfSequence()) {
            return of;
        }
        int[] all = new int[of.length + 1];
        all[0] = vocabulary.beginOfSequence();
        System.arraycopy(of, 0, all, 1, of.length);
        return all;
    }

    private Embedding embed(int[] tokens, Pooling pooling) {
        if (tokens.length == 0) {
            return new Empty();
        }
        if (tokens.length > tokensMax) {
            return new TooLong(TokenCount.of(tokens.length), TokenCount.of(tokensMax));
        }
        if (context.equals(MemorySegment.NULL)) {
            context = newContext();
            if (context.equals(MemorySegment.NULL)) {
                return new Failed("no context could be made, most likely for want of memory: "
                        + library.log().takeLastError());
            }
        }
        LlamaSymbols llama = library.symbols();
        llama.memoryRemove(llama.contextMemory(context), 0, -1, -1);
        float[] pooled = new float[dimensions];
        for (int from = 0; from < tokens.length; from += STEP_TOKENS) {
            int count = Math.min(STEP_TOKENS, tokens.length - from);
            if (!step(tokens, from, count)) {
                return new Failed("a step failed: " + library.log().takeLastError());
            }
            for (int row = pooling == Pooling.MEAN ? 0 : count - 1; row < count; row++) {
                float[] state = symbols.row(context, row, dimensions);
                if (state.length == 0) {
                    return new Failed("the model shows no hidden states");
                }
                add(pooled, state, pooling == Pooling.MEAN ? 1 : 0);
            }
        }
        return new Embedded(new Vector(pooled), TokenCount.of(tokens.length));
    }

    /// Its steps are short: whoever waits has its turn soon.
    @Override
    public void awaited() {}

    private boolean step(int[] tokens, int from, int count) {
        turns.take(this);
        try {
            return library.symbols().decode(context, batch.fill(tokens, from, count, from)) == 0;
        } finally {
            turns.give(this);
        }
    }

    /// @param keep 1 adds the state, 0 puts it in place of what was there
    private static void add(float[] sum, float[] state, int keep) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = sum[i] * keep + state[i];
        }
    }

    private MemorySegment newContext() {
        LlamaSymbols llama = library.symbols();
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment params = llama.contextDefaultParams(scratch);
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_ctx", tokensMax);
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_batch", STEP_TOKENS);
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_ubatch", STEP_TOKENS);
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_threads", library.threads());
            LlamaLayouts.set(CONTEXT_PARAMS, params, "n_threads_batch", library.threads());
            LlamaLayouts.set(CONTEXT_PARAMS, params, "pooling_type", POOLING_NONE);
            LlamaLayouts.set(CONTEXT_PARAMS, params, "embeddings", true);
            MemorySegment made = llama.contextNew(model, params);
            if (!made.equals(MemorySegment.NULL)) {
                llama.contextAttachThreadpool(made, library.threadpool(), library.threadpool());
            }
            return made;
        }
    }

    /// Waits for the text at hand.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (!context.equals(MemorySegment.NULL)) {
                library.symbols().contextDetachThreadpool(context);
                library.symbols().contextFree(context);
                context = MemorySegment.NULL;
            }
        } finally {
            lock.unlock();
        }
    }
}
