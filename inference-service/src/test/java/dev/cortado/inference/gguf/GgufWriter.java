package dev.cortado.inference.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes small GGUF files of version 3 for tests: metadata of texts, whole numbers, lists of
/// them and floats, and tensors of F32.
public final class GgufWriter {

    private static final int ALIGNMENT = 32;
    private static final int ROOM = 1 << 24;

    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private record Tensor(List<Long> dimensions, FloatBuffer values) {}

    public GgufWriter put(String key, String text) {
        metadata.put(key, text);
        return this;
    }

    public GgufWriter put(String key, int value) {
        metadata.put(key, value);
        return this;
    }

    public GgufWriter put(String key, float value) {
        metadata.put(key, value);
        return this;
    }

    public GgufWriter put(String key, List<Integer> values) {
        metadata.put(key, List.copyOf(values));
        return this;
    }

    /// @param dimensions the fastest first
    public GgufWriter tensor(String name, float[] values, long... dimensions) {
        tensors.put(name, new Tensor(Arrays.stream(dimensions).boxed().toList(), FloatBuffer.wrap(values)));
        return this;
    }

    public Path write(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(ROOM).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3);
        buffer.putLong(tensors.size()).putLong(metadata.size());
        metadata.forEach((key, value) -> {
            text(buffer, key);
            switch (value) {
                case String text -> text(buffer.putInt(ValueType.TEXT), text);
                case Integer number -> buffer.putInt(ValueType.UINT32).putInt(number);
                case List<?> numbers -> {
                    buffer.putInt(ValueType.LIST).putInt(ValueType.UINT32).putLong(numbers.size());
                    numbers.forEach(number -> buffer.putInt((Integer) number));
                }
                case Float number -> buffer.putInt(ValueType.FLOAT).putFloat(number);
                default -> throw new IllegalArgumentException(String.valueOf(value));
            }
        });
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            text(buffer, entry.getKey());
            buffer.putInt(tensor.dimensions().size());
            for (long dimension : tensor.dimensions()) {
                buffer.putLong(dimension);
            }
            buffer.putInt(TensorType.F32.code()).putLong(offset);
            offset += aligned(tensor.values().capacity() * (long) Float.BYTES);
        }
        buffer.position((int) aligned(buffer.position()));
        for (Tensor tensor : tensors.values()) {
            int begin = buffer.position();
            buffer.asFloatBuffer().put(tensor.values().duplicate());
            buffer.position(begin + (int) aligned(tensor.values().capacity() * (long) Float.BYTES));
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return Files.write(file, bytes);
    }

    private static long aligned(long position) {
        return Math.ceilDiv(position, ALIGNMENT) * ALIGNMENT;
    }

    private static void text(ByteBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.putLong(bytes.length).put(bytes);
    }
}
