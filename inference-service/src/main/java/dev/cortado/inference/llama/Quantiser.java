package dev.cortado.inference.llama;

import static dev.cortado.inference.llama.LlamaLayouts.QUANTIZE_PARAMS;

import dev.cortado.inference.gguf.GgufFile;
import dev.cortado.inference.gguf.GgufReader;
import dev.cortado.inference.gguf.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Stores a model in another precision, by the library's own `llama_model_quantize`. A native failure may end the
/// process, so it runs in one of its own.
public final class Quantiser {

    /// How far it is.
    public interface Progress {

        /// @param what the tensor at hand
        void at(int done, int of, String what);
    }

    private static final Pattern TENSOR = Pattern.compile("^\\[\\s*(\\d+)/\\s*(\\d+)\\]\\s+(\\S+)");
    private static final Pattern SIZE = Pattern.compile("quant size\\s+=\\s+([0-9.]+) MiB");
    private static final int DEFAULT_TYPE = 7;
    private static final double BYTES_PER_MIB = 1 << 20;
    /// Header, vocabulary and padding, which the library's own reckoning leaves out.
    private static final long HEADER_BYTES = 64L << 20;
    /// The rows of a tensor that are held at once.
    private static final long BUFFER_BYTES = 256L << 20;

    private static final long OWN_BYTES = 256L << 20;

    private final LlamaLibrary library;
    private final MakingSymbols symbols;

    public Quantiser(LlamaLibrary library) {
        this.library = library;
        this.symbols = new MakingSymbols(library);
    }

    /// Whether a file's weights are quantised already, so that what is made from it loses twice.
    public static boolean isQuantised(GgufFile file) {
        return file.tensors().stream()
                .filter(tensor -> tensor.dimensions().size() > 1)
                .anyMatch(tensor -> TensorType.of(tensor.type())
                        .map(type -> type.blockValues() > 1)
                        .orElse(true));
    }

    /// Writes `output`, which may be left behind half written where this is refused.
    public MakingOutcome quantise(Path input, Path output, FileType type, int threads, Progress progress) {
        switch (GgufReader.read(input)) {
            case GgufReader.NotUnderstood(var reason) -> {
                return new MakingOutcome.Refused("the file " + input.getFileName() + " is not usable: " + reason);
            }
            case GgufReader.Understood(var file) -> {
                Optional<String> wrong = refusal(file, type);
                if (wrong.isPresent()) {
                    return new MakingOutcome.Refused(wrong.get());
                }
            }
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = params(arena, type, threads);
            Optional<String> shortage = shortage(input, output, params, arena);
            if (shortage.isPresent()) {
                return new MakingOutcome.Refused(shortage.get());
            }
            LlamaLayouts.set(QUANTIZE_PARAMS, params, "dry_run", false);
            library.log().listen(line -> tell(line, progress));
            return run(input, output, params, arena);
        } finally {
            library.log().listen(null);
        }
    }

    private static Optional<String> refusal(GgufFile file, FileType type) {
        if (file.text("general.type").equals(Optional.of("adapter"))) {
            return Optional.of("the file is an adapter, not a model");
        }
        return file.whole("general.file_type").orElse(-1) == type.code()
                ? Optional.of("the file is " + type + " already")
                : Optional.empty();
    }

    private MemorySegment params(Arena arena, FileType type, int threads) {
        MemorySegment params = symbols.quantizeDefaultParams(arena);
        if (LlamaLayouts.intOf(QUANTIZE_PARAMS, params, "nthread") != 0
                || LlamaLayouts.intOf(QUANTIZE_PARAMS, params, "ftype") != DEFAULT_TYPE
                || LlamaLayouts.booleanOf(QUANTIZE_PARAMS, params, "allow_requantize")
                || !LlamaLayouts.booleanOf(QUANTIZE_PARAMS, params, "quantize_output_tensor")) {
            throw new IllegalStateException("the binding does not fit this libllama: the defaults of"
                    + " llama_model_quantize_params differ; use the library version that the catalogue names");
        }
        LlamaLayouts.set(QUANTIZE_PARAMS, params, "nthread", threads);
        LlamaLayouts.set(QUANTIZE_PARAMS, params, "ftype", type.code());
        LlamaLayouts.set(QUANTIZE_PARAMS, params, "allow_requantize", true);
        LlamaLayouts.set(QUANTIZE_PARAMS, params, "max_buf_size", BUFFER_BYTES);
        return params;
    }

    /// Memory and disk are held against what the library itself reckons, before anything is written.
    private Optional<String> shortage(Path input, Path output, MemorySegment params, Arena arena) {
        long memory = BUFFER_BYTES + OWN_BYTES;
        if (SystemMemory.available() < memory) {
            return Optional.of("quantising takes about " + MemoryPlan.mib(memory) + " MiB of memory, and "
                    + MemoryPlan.mib(SystemMemory.available()) + " MiB are available");
        }
        double[] mebibytes = {0};
        LlamaLayouts.set(QUANTIZE_PARAMS, params, "dry_run", true);
        library.log().listen(line -> {
            Matcher size = SIZE.matcher(line);
            if (size.find()) {
                mebibytes[0] = Double.parseDouble(size.group(1));
            }
        });
        if (run(input, output, params, arena) instanceof MakingOutcome.Refused(var reason)) {
            return Optional.of(reason);
        }
        return diskShortage(output, (long) (mebibytes[0] * BYTES_PER_MIB) + HEADER_BYTES);
    }

    /// Why a file of so many bytes cannot be written there; empty if it can.
    public static Optional<String> diskShortage(Path file, long bytes) {
        long free;
        try {
            free = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("the disk of " + file + " does not tell its free space", e);
        }
        return bytes > free
                ? Optional.of("the file would take " + MemoryPlan.mib(bytes) + " MiB, and the disk of "
                        + file.toAbsolutePath().getParent() + " has " + MemoryPlan.mib(free) + " MiB free")
                : Optional.empty();
    }

    private MakingOutcome run(Path input, Path output, MemorySegment params, Arena arena) {
        library.log().takeLastError();
        int status =
                symbols.quantize(arena.allocateFrom(input.toString()), arena.allocateFrom(output.toString()), params);
        return status == 0
                ? new MakingOutcome.Made()
                : new MakingOutcome.Refused(
                        "the engine could not quantise: " + library.log().takeLastError());
    }

    private static void tell(String line, Progress progress) {
        Matcher tensor = TENSOR.matcher(line);
        if (tensor.find()) {
            progress.at(Integer.parseInt(tensor.group(1)), Integer.parseInt(tensor.group(2)), tensor.group(3));
        }
    }
}
