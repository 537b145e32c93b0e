package dev.cortado.inference.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterLoading.AdapterSource;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.gguf.GgufFile;
import dev.cortado.inference.gguf.GgufReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A model's LoRA adapters, and which of them its context runs under. Used by the decode loop's thread only.
///
/// An adapter is held against its base before the library sees it; the library frees it with the model.
final class LlamaAdapters {

    private static final int DONE = 0;

    private final LlamaSymbols symbols;
    private final NativeLog log;
    private final MemorySegment model;
    private final MemorySegment context;
    private final GgufFile base;
    private final Map<String, MemorySegment> loaded = new HashMap<>();
    private AdapterUse current = AdapterUse.NONE;

    LlamaAdapters(LlamaLibrary library, MemorySegment model, MemorySegment context, GgufFile base) {
        this.symbols = library.symbols();
        this.log = library.log();
        this.model = model;
        this.context = context;
        this.base = base;
    }

    AdapterLoading load(AdapterSource source) {
        Optional<String> wrongFile = FileChecksum.mismatch(source.file(), source.sha256());
        if (wrongFile.isPresent()) {
            return new AdapterLoading.Unusable(wrongFile.get());
        }
        return switch (GgufReader.read(source.file())) {
            case GgufReader.NotUnderstood(var reason) ->
                new AdapterLoading.Unusable(
                        "the adapter file " + source.file().getFileName() + " is not usable: " + reason);
            case GgufReader.Understood(var file) ->
                AdapterFit.mismatch(base, file)
                        .<AdapterLoading>map(AdapterLoading.Unusable::new)
                        .orElseGet(() -> loadFitting(source));
        };
    }

    private AdapterLoading loadFitting(AdapterSource source) {
        log.takeLastError();
        MemorySegment adapter;
        try (Arena arena = Arena.ofConfined()) {
            adapter =
                    symbols.adapterLoad(model, arena.allocateFrom(source.file().toString()));
        }
        if (adapter.equals(MemorySegment.NULL)) {
            return new AdapterLoading.Unusable("the engine could not load the adapter: " + log.takeLastError());
        }
        loaded.put(source.id(), adapter);
        return new AdapterLoading.Usable();
    }

    /// @throws IllegalStateException if the adapter was not loaded or the library does not take it
    void use(AdapterUse adapter) {
        if (adapter.equals(current)) {
            return;
        }
        MemorySegment handle = adapter.isNone() ? MemorySegment.NULL : loaded.get(adapter.id());
        if (handle == null) {
            throw new IllegalStateException("adapter '" + adapter.id() + "' was not loaded");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handles = arena.allocateFrom(ADDRESS, handle);
            MemorySegment scales = arena.allocateFrom(JAVA_FLOAT, (float) adapter.scale());
            if (symbols.contextSetAdapters(context, handles, adapter.isNone() ? 0 : 1, scales) != DONE) {
                throw new IllegalStateException(
                        "the engine does not take adapter '" + adapter.id() + "': " + log.takeLastError());
            }
        }
        current = adapter;
    }
}
