package dev.cortado.inference.llama;

import dev.cortado.inference.llama.LlamaSymbols.LibraryFiles;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The opened and checked libraries, and the compute threads that all models of the process share.
public final class LlamaLibrary {

    private static final List<String> KINDS = List.of("cuda", "vulkan");

    private final LlamaSymbols symbols;
    private final LibraryFiles files;
    private final NativeLog log;
    private final MemorySegment threadpool;
    private final int threads;

    private LlamaLibrary(LlamaSymbols symbols, LibraryFiles files, NativeLog log, Arena arena, ComputeThreads compute) {
        this.symbols = symbols;
        this.files = files;
        this.log = log;
        this.threads = compute.threads();
        symbols.backendInit();
        MemorySegment params = arena.allocate(LlamaLayouts.THREADPOOL_PARAMS);
        symbols.threadpoolParamsInit(params, threads);
        LlamaLayouts.set(LlamaLayouts.THREADPOOL_PARAMS, params, "poll", compute.pollLevel());
        threadpool = symbols.threadpoolNew(params);
        if (threadpool.equals(MemorySegment.NULL)) {
            throw new IllegalStateException("the engine could not start " + threads + " compute threads");
        }
    }

    /// @param threads compute threads, at least 1
    /// @param pollLevel 0 to 100: how long an idle compute thread spins for the next work before it sleeps
    public record ComputeThreads(int threads, int pollLevel) {}

    /// What the catalogue says of the library for this platform.
    ///
    /// @param structBytes size by struct name
    public record LibraryDescription(
            String release, String libllama, String libggml, String libggmlBase, Map<String, Long> structBytes) {

        public LibraryDescription {
            structBytes = Map.copyOf(structBytes);
        }
    }

    /// Opens the libraries for the life of the process.
    ///
    /// @throws IllegalStateException saying what is missing or does not fit
    public static LlamaLibrary open(Path directory, LibraryDescription description, ComputeThreads compute) {
        StructSizes.check(description.structBytes());
        LibraryFiles files = new LibraryFiles(
                directory,
                existing(directory, description.libggmlBase()),
                existing(directory, description.libggml()),
                existing(directory, description.libllama()));
        Arena arena = Arena.global();
        NativeLog log = new NativeLog();
        LlamaSymbols symbols = new LlamaSymbols(files, log.callback(arena), arena);
        try (Arena scratch = Arena.ofConfined()) {
            DefaultParameters.check(symbols.modelDefaultParams(scratch), symbols.contextDefaultParams(scratch));
        }
        return new LlamaLibrary(symbols, files, log, arena, compute);
    }

    LlamaSymbols symbols() {
        return symbols;
    }

    LibraryFiles files() {
        return files;
    }

    NativeLog log() {
        return log;
    }

    MemorySegment threadpool() {
        return threadpool;
    }

    int threads() {
        return threads;
    }

    /// Version and CPU, for people.
    public String describe() {
        MemorySegment device = symbols.deviceByType(LlamaSymbols.DEVICE_TYPE_CPU);
        return "libllama " + symbols.version().getString(0) + " on "
                + symbols.deviceDescription(device).getString(0);
    }

    /// A GPU that a backend in the library's directory can use.
    ///
    /// @param kind "cuda" or "vulkan"
    /// @param freeBytes of its own memory, now
    public record Accelerator(String kind, String description, long freeBytes, long totalBytes) {}

    /// The first GPU of the CUDA or Vulkan backend; empty where there is none. Nobody has run this on a real device
    /// yet.
    public Optional<Accelerator> accelerator() {
        MemorySegment device = symbols.deviceByType(LlamaSymbols.DEVICE_TYPE_GPU);
        if (device.equals(MemorySegment.NULL)) {
            return Optional.empty();
        }
        String name = symbols.deviceName(device).getString(0).toLowerCase(Locale.ROOT);
        return KINDS.stream().filter(name::startsWith).findFirst().map(kind -> accelerator(kind, device));
    }

    private Accelerator accelerator(String kind, MemorySegment device) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment free = scratch.allocate(ValueLayout.JAVA_LONG);
            MemorySegment total = scratch.allocate(ValueLayout.JAVA_LONG);
            symbols.deviceMemory(device, free, total);
            return new Accelerator(
                    kind,
                    symbols.deviceDescription(device).getString(0),
                    free.get(ValueLayout.JAVA_LONG, 0),
                    total.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    private static Path existing(Path directory, String name) {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException("the engine's library " + file
                    + " is missing; cortado.engine.library-directory must hold the files that the catalogue names");
        }
        return file;
    }
}
