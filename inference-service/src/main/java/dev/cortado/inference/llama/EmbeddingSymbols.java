package dev.cortado.inference.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// The native functions by which hidden states are read.
final class EmbeddingSymbols {

    private final MethodHandle dimensions;
    private final MethodHandle row;

    EmbeddingSymbols(LlamaLibrary library) {
        SymbolLookup llama = SymbolLookup.libraryLookup(library.files().llama(), Arena.global());
        dimensions = function(llama, "llama_model_n_embd_out", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        row = function(llama, "llama_get_embeddings_ith", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    }

    private static MethodHandle function(SymbolLookup lookup, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(
                        lookup.find(name)
                                .orElseThrow(() -> new IllegalStateException("the library has no function " + name)),
                        descriptor);
    }

    int dimensions(MemorySegment model) {
        try {
            return (int) dimensions.invokeExact(model);
        } catch (Throwable e) {
            throw new IllegalStateException("calling llama_model_n_embd_out failed", e);
        }
    }

    /// The last hidden state of one token of the step just taken; empty if there is none.
    float[] row(MemorySegment context, int index, int size) {
        try {
            MemorySegment values = (MemorySegment) row.invokeExact(context, index);
            return values.equals(MemorySegment.NULL)
                    ? new float[0]
                    : values.reinterpret(size * JAVA_FLOAT.byteSize()).toArray(JAVA_FLOAT);
        } catch (Throwable e) {
            throw new IllegalStateException("calling llama_get_embeddings_ith failed", e);
        }
    }
}
