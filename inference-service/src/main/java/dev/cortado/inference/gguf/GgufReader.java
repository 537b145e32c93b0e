package dev.cortado.inference.gguf;

import dev.cortado.inference.gguf.GgufFile.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads a GGUF file's header (versions 2 and 3) and checks that the file holds all that its header promises, so that
/// a truncated or corrupt file is told as such and never reaches native code.
public final class GgufReader {

    private static final int MAGIC = 0x46554747;
    private static final int VERSION_MIN = 2;
    private static final int VERSION_MAX = 3;
    private static final int DIMENSIONS_MAX = 4;
    private static final long ALIGNMENT_DEFAULT = 32;
    /// Longer lists, such as a vocabulary, are skipped.
    private static final int LIST_KEPT_MAX = 4_096;
    /// About what a value, a tensor and a number of a list take in memory.
    private static final int ENTRY_BYTES = 256;
    private static final int NUMBER_BYTES = 24;

    private final GgufInput input;
    /// Where each metadata value stands, in the file's order.
    private final List<Span> spans = new ArrayList<>();

    private long dataOffset;

    private GgufReader(GgufInput input) {
        this.input = input;
    }

    /// What a file is.
    public sealed interface Reading {}

    public record Understood(GgufFile file) implements Reading {}

    public record NotUnderstood(String reason) implements Reading {}

    /// Where a metadata value stands, in bytes of the file.
    ///
    /// @param start of its key
    /// @param value of what follows its type
    /// @param end behind it
    record Span(String key, int type, long start, long value, long end) {}

    /// A header with the places of its parts.
    ///
    /// @param dataOffset where the tensors' data begins
    record Placed(GgufFile file, List<Span> spans, long dataOffset, long alignment) {

        Placed {
            spans = List.copyOf(spans);
        }
    }

    /// The header with its places, for a writer.
    ///
    /// @throws GgufInput.Corrupt if the file is not what it should be
    static Placed placed(FileChannel channel) throws IOException {
        GgufReader reader = new GgufReader(new GgufInput(channel));
        GgufFile file = reader.file();
        return new Placed(file, reader.spans, reader.dataOffset, alignment(file));
    }

    public static Reading read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Understood(new GgufReader(new GgufInput(channel)).file());
        } catch (GgufInput.Corrupt corrupt) {
            return new NotUnderstood(String.valueOf(corrupt.getMessage()));
        } catch (IOException e) {
            return new NotUnderstood("it cannot be read: " + e.getMessage());
        }
    }

    private GgufFile file() throws IOException {
        if (input.bytes() < Integer.BYTES || input.integer() != MAGIC) {
            throw new GgufInput.Corrupt("it does not begin with GGUF");
        }
        int version = input.integer();
        if (version < VERSION_MIN || version > VERSION_MAX) {
            throw new GgufInput.Corrupt("its version is " + Integer.toUnsignedString(version) + ", understood are "
                    + VERSION_MIN + " and " + VERSION_MAX);
        }
        long tensorCount = input.count("tensors");
        long valueCount = input.count("metadata values");
        Map<String, GgufValue> metadata = new HashMap<>();
        for (long i = 0; i < valueCount; i++) {
            long start = input.position();
            input.keep(ENTRY_BYTES);
            String key = input.text();
            int type = input.integer();
            long begin = input.position();
            metadata.put(key, value(type));
            spans.add(new Span(key, type, start, begin, input.position()));
        }
        List<Tensor> tensors = new ArrayList<>();
        for (long i = 0; i < tensorCount; i++) {
            tensors.add(tensor());
        }
        GgufFile file = new GgufFile(version, metadata, tensors, input.bytes());
        long alignment = alignment(file);
        dataOffset = Math.ceilDiv(input.position(), alignment) * alignment;
        tensors.forEach(this::checkWithin);
        return file;
    }

    private static long alignment(GgufFile file) {
        long alignment = file.whole("general.alignment").orElse(ALIGNMENT_DEFAULT);
        if (alignment < 1) {
            throw new GgufInput.Corrupt("general.alignment is " + alignment);
        }
        return alignment;
    }

    private Tensor tensor() throws IOException {
        input.keep(ENTRY_BYTES);
        String name = input.text();
        int dimensionCount = input.integer();
        if (dimensionCount < 1 || dimensionCount > DIMENSIONS_MAX) {
            throw new GgufInput.Corrupt("tensor " + name + " has " + dimensionCount + " dimensions");
        }
        List<Long> dimensions = new ArrayList<>();
        for (int i = 0; i < dimensionCount; i++) {
            long dimension = input.whole();
            if (dimension < 1) {
                throw new GgufInput.Corrupt("tensor " + name + " has a dimension of " + dimension);
            }
            dimensions.add(dimension);
        }
        return new Tensor(name, dimensions, input.integer(), input.whole());
    }

    /// A type that this table does not know is left to the library; its beginning must lie in the file all the same.
    private void checkWithin(Tensor tensor) {
        long end;
        try {
            long values = tensor.dimensions().stream().reduce(1L, Math::multiplyExact);
            long size =
                    TensorType.of(tensor.type()).map(type -> type.bytes(values)).orElse(1L);
            end = Math.addExact(Math.addExact(dataOffset, tensor.offset()), size);
        } catch (ArithmeticException overflow) {
            throw new GgufInput.Corrupt("tensor " + tensor.name() + " has an impossible size");
        }
        if (tensor.offset() < 0 || end > input.bytes()) {
            throw new GgufInput.Corrupt("it is truncated or corrupt: tensor " + tensor.name() + " would end at byte "
                    + end + ", the file has " + input.bytes());
        }
    }

    private GgufValue value(int type) throws IOException {
        return switch (type) {
            case ValueType.TEXT -> new GgufValue.Text(input.text());
            case ValueType.TRUTH -> new GgufValue.Truth(input.small() != 0);
            case ValueType.FLOAT -> new GgufValue.Real(Float.intBitsToFloat(input.integer()));
            case ValueType.DOUBLE -> new GgufValue.Real(Double.longBitsToDouble(input.whole()));
            case ValueType.LIST -> list();
            default -> new GgufValue.Whole(whole(type));
        };
    }

    private GgufValue list() throws IOException {
        int type = input.integer();
        long length = input.count("values of a list");
        if (ValueType.isWhole(type) && length <= LIST_KEPT_MAX) {
            input.keep(NUMBER_BYTES * length);
            List<Long> values = new ArrayList<>();
            for (long i = 0; i < length; i++) {
                values.add(whole(type));
            }
            return new GgufValue.Wholes(values);
        }
        if (type == ValueType.TEXT) {
            for (long i = 0; i < length; i++) {
                input.skipText();
            }
        } else {
            input.skip(Math.multiplyExact(length, ValueType.bytes(type)));
        }
        return new GgufValue.Omitted(length);
    }

    private long whole(int type) throws IOException {
        return switch (type) {
            case ValueType.UINT8 -> Byte.toUnsignedLong(input.small());
            case ValueType.INT8 -> input.small();
            case ValueType.UINT16 -> Short.toUnsignedLong(input.medium());
            case ValueType.INT16 -> input.medium();
            case ValueType.UINT32 -> Integer.toUnsignedLong(input.integer());
            case ValueType.INT32 -> input.integer();
            case ValueType.UINT64, ValueType.INT64 -> input.whole();
            default -> throw new GgufInput.Corrupt("a metadata value has the unknown type " + type);
        };
    }
}
