package dev.cortado.inference.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// The native functions by which variants are made, which serving needs none of: a library that lacks one serves all
/// the same.
final class MakingSymbols {

    private static final Linker LINKER = Linker.nativeLinker();

    private final MethodHandle quantizeDefaultParams;
    private final MethodHandle quantize;
    private final MethodHandle tensorName;
    private final MethodHandle tensorBytes;
    private final MethodHandle tensorGet;

    /// @throws IllegalStateException if a function is missing
    MakingSymbols(LlamaLibrary library) {
        Arena arena = Arena.global();
        SymbolLookup base = SymbolLookup.libraryLookup(library.files().ggmlBase(), arena);
        SymbolLookup llama = SymbolLookup.libraryLookup(library.files().llama(), arena);
        quantizeDefaultParams = function(
                llama, "llama_model_quantize_default_params", FunctionDescriptor.of(LlamaLayouts.QUANTIZE_PARAMS));
        quantize = function(llama, "llama_model_quantize", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        tensorName = function(
                base,
                "ggml_get_name",
                FunctionDescriptor.of(
                        ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, JAVA_BYTE)), ADDRESS));
        tensorBytes = function(base, "ggml_nbytes", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        tensorGet = function(
                base, "ggml_backend_tensor_get", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG));
    }

    private static MethodHandle function(SymbolLookup lookup, String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                lookup.find(name).orElseThrow(() -> new IllegalStateException("the library has no function " + name)),
                descriptor);
    }

    MemorySegment quantizeDefaultParams(SegmentAllocator allocator) {
        try {
            return (MemorySegment) quantizeDefaultParams.invokeExact(allocator);
        } catch (Throwable e) {
            throw failed("llama_model_quantize_default_params", e);
        }
    }

    /// @return 0 if it went well
    int quantize(MemorySegment input, MemorySegment output, MemorySegment params) {
        try {
            return (int) quantize.invokeExact(input, output, params);
        } catch (Throwable e) {
            throw failed("llama_model_quantize", e);
        }
    }

    String tensorName(MemorySegment tensor) {
        try {
            return ((MemorySegment) tensorName.invokeExact(tensor)).getString(0);
        } catch (Throwable e) {
            throw failed("ggml_get_name", e);
        }
    }

    long tensorBytes(MemorySegment tensor) {
        try {
            return (long) tensorBytes.invokeExact(tensor);
        } catch (Throwable e) {
            throw failed("ggml_nbytes", e);
        }
    }

    /// Copies the tensor's first bytes to where `target` points.
    void tensorGet(MemorySegment tensor, MemorySegment target, long bytes) {
        try {
            tensorGet.invokeExact(tensor, target, 0L, bytes);
        } catch (Throwable e) {
            throw failed("ggml_backend_tensor_get", e);
        }
    }

    private static IllegalStateException failed(String function, Throwable cause) {
        return new IllegalStateException("calling " + function + " failed", cause);
    }
}
