package dev.cortado.inference.llama;

import static dev.cortado.inference.llama.LlamaLayouts.CONTEXT_PARAMS;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.cortado.inference.gguf.GgufFile;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much each layer of a model changes the hidden state that passes through it, measured on sample text: 1 − the
/// mean over tokens of the cosine between a layer's input and its output. A layer that turns the state by little can be
/// left out at little loss. (Men et al., *ShortGPT: Layers in Large Language Models are More Redundant Than You
/// Expect*,
/// 2024, section 3.1, "block influence".)
///
/// The hidden states are those that the library itself computes: its scheduler hands each named tensor to a callback.
public final class LayerScores {

    /// What came of measuring.
    public sealed interface Scoring {}

    /// @param influences of the layers, in their order, 0 to 2
    /// @param tokens that they were measured on
    public record Scored(List<Double> influences, int tokens) implements Scoring {

        public Scored {
            influences = List.copyOf(influences);
        }
    }

    public record NotScored(String reason) implements Scoring {}

    private static final int CHUNK_TOKENS = 128;
    private static final int CHUNK_TOKENS_MIN = 16;
    private static final String OUTPUT = "l_out-";
    private static final List<String> INPUTS = List.of("embd", "inp_embd");

    private final LlamaLibrary library;
    private final MakingSymbols making;

    public LayerScores(LlamaLibrary library) {
        this.library = library;
        this.making = new MakingSymbols(library);
    }

    /// @param file the model's header
    /// @param text at least some hundred words
    public Scoring of(Path model, GgufFile file, String text, Quantiser.Progress progress) {
        ModelShape shape = ModelShape.of(file);
        if (shape.fault().isPresent()) {
            return new NotScored(shape.fault().get());
        }
        if (!(MemoryPlan.of(shape, CHUNK_TOKENS, 1, MemoryLimits.NONE) instanceof MemoryPlan.Fits(var plan))) {
            return new NotScored("the model has a context of fewer than " + CHUNK_TOKENS + " tokens");
        }
        if (plan.bytes() > SystemMemory.available()) {
            return new NotScored("the model is larger than the memory that is available: " + plan.describe() + ", and "
                    + MemoryPlan.mib(SystemMemory.available()) + " MiB are available");
        }
        LlamaSymbols symbols = library.symbols();
        library.log().takeLastError();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment weights =
                    symbols.modelLoadFromFile(arena.allocateFrom(model.toString()), symbols.modelDefaultParams(arena));
            if (weights.equals(MemorySegment.NULL)) {
                return new NotScored(
                        "the engine could not load the model: " + library.log().takeLastError());
            }
            try {
                return score(weights, (int) shape.layers(), text, arena, progress);
            } finally {
                symbols.modelFree(weights);
            }
        }
    }

    private Scoring score(MemorySegment model, int layers, String text, Arena arena, Quantiser.Progress progress) {
        LlamaSymbols symbols = library.symbols();
        Watch watch = new Watch(making, layers);
        MemorySegment params = symbols.contextDefaultParams(arena);
        LlamaLayouts.set(CONTEXT_PARAMS, params, "n_ctx", CHUNK_TOKENS);
        LlamaLayouts.set(CONTEXT_PARAMS, params, "n_batch", CHUNK_TOKENS);
        LlamaLayouts.set(CONTEXT_PARAMS, params, "n_ubatch", CHUNK_TOKENS);
        LlamaLayouts.set(CONTEXT_PARAMS, params, "n_threads", library.threads());
        LlamaLayouts.set(CONTEXT_PARAMS, params, "n_threads_batch", library.threads());
        LlamaLayouts.set(CONTEXT_PARAMS, params, "cb_eval", watch.callback(arena));
        MemorySegment context = symbols.contextNew(model, params);
        if (context.equals(MemorySegment.NULL)) {
            return new NotScored("no context could be made: " + library.log().takeLastError());
        }
        try {
            symbols.contextAttachThreadpool(context, library.threadpool(), library.threadpool());
            int[] tokens = new LlamaVocabulary(symbols, symbols.modelVocabulary(model)).tokens(text, false);
            return run(context, tokens, watch, arena, progress);
        } finally {
            symbols.contextDetachThreadpool(context);
            symbols.contextFree(context);
        }
    }

    /// Each stretch of the text begins anew: what matters is the mean, and short stretches need little memory. Every
    /// row is an output, since the last layer computes no other rows.
    private Scoring run(MemorySegment context, int[] tokens, Watch watch, Arena arena, Quantiser.Progress progress) {
        LlamaSymbols symbols = library.symbols();
        MemorySegment memory = symbols.contextMemory(context);
        SequenceBatch batch = new SequenceBatch(arena, CHUNK_TOKENS);
        for (int from = 0; tokens.length - from >= CHUNK_TOKENS_MIN; from += CHUNK_TOKENS) {
            int count = Math.min(CHUNK_TOKENS, tokens.length - from);
            symbols.memoryRemove(memory, 0, -1, -1);
            watch.begin(count);
            if (symbols.decode(context, batch.fill(tokens, from, count, 0)) != 0) {
                return new NotScored("the engine could not compute the text: "
                        + library.log().takeLastError());
            }
            if (watch.failure != null) {
                return new NotScored("the hidden states could not be read: " + watch.failure);
            }
            progress.at(Math.min(tokens.length, from + count), tokens.length, "tokens of the sample");
        }
        return watch.scores();
    }

    /// Hears of each tensor as it is computed, and keeps the last hidden state.
    private static final class Watch {

        private final MakingSymbols symbols;
        private final double[] cosines;
        private final long[] counts;
        private float[] last = new float[0];
        private int rows;
        private int tokens;
        private @Nullable Throwable failure;

        Watch(MakingSymbols symbols, int layers) {
            this.symbols = symbols;
            this.cosines = new double[layers];
            this.counts = new long[layers];
        }

        void begin(int count) {
            rows = count;
            tokens += count;
            last = new float[0];
        }

        MemorySegment callback(Arena arena) {
            try {
                return Linker.nativeLinker()
                        .upcallStub(
                                MethodHandles.lookup()
                                        .bind(
                                                this,
                                                "computed",
                                                MethodType.methodType(
                                                        boolean.class,
                                                        MemorySegment.class,
                                                        boolean.class,
                                                        MemorySegment.class)),
                                FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_BOOLEAN, ADDRESS),
                                arena);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        /// Called by native code, first to ask whether the tensor is wanted, then with its values: an exception from
        /// here would end the process, hence the wide catch.
        @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
        private boolean computed(MemorySegment tensor, boolean asks, MemorySegment userPointer) {
            try {
                String name = symbols.tensorName(tensor);
                boolean input = INPUTS.contains(name);
                if (!input && !name.startsWith(OUTPUT)) {
                    return !asks;
                }
                if (!asks) {
                    float[] state = values(tensor);
                    if (!input) {
                        compare(Integer.parseInt(name.substring(OUTPUT.length())), state);
                    }
                    last = state;
                }
                return true;
            } catch (Throwable e) {
                failure = e;
                return false;
            }
        }

        private float[] values(MemorySegment tensor) {
            long bytes = symbols.tensorBytes(tensor);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment copy = arena.allocate(JAVA_FLOAT, bytes / JAVA_FLOAT.byteSize());
                symbols.tensorGet(tensor, copy, bytes);
                return copy.toArray(JAVA_FLOAT);
            }
        }

        private void compare(int layer, float[] state) {
            if (last.length != state.length || state.length % rows != 0) {
                throw new IllegalStateException(
                        "layer " + layer + " has " + last.length + " numbers in and " + state.length + " out");
            }
            int width = state.length / rows;
            for (int row = 0; row < rows; row++) {
                cosines[layer] += cosine(last, state, row * width, width);
                counts[layer]++;
            }
        }

        private static double cosine(float[] a, float[] b, int from, int width) {
            double both = 0;
            double ofA = 0;
            double ofB = 0;
            for (int i = from; i < from + width; i++) {
                both += (double) a[i] * b[i];
                ofA += (double) a[i] * a[i];
                ofB += (double) b[i] * b[i];
            }
            return ofA == 0 || ofB == 0 ? 1 : both / Math.sqrt(ofA * ofB);
        }

        Scoring scores() {
            List<Double> scores = new ArrayList<>();
            for (int layer = 0; layer < cosines.length; layer++) {
                if (counts[layer] == 0) {
                    return new NotScored("the library did not show the output of layer " + layer
                            + ": this architecture's layers cannot be measured");
                }
                scores.add(1 - cosines[layer] / counts[layer]);
            }
            return new Scored(scores, tokens);
        }
    }
}
