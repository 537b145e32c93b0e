package dev.cortado.bench.soak;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Writes a small LoRA adapter of noise, as a GGUF file of version 3: rank 4, F32, on the query weights of a model's
/// first layers. The same seed writes the same file.
final class LoraFile {

    private static final int RANK = 4;
    private static final int LAYERS = 8;
    private static final float STRENGTH = 0.1f;

    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;
    private static final int TYPE_FLOAT = 6;
    private static final int TYPE_TEXT = 8;
    private static final int TENSOR_F32 = 0;
    private static final int HEADER_BYTES_MAX = 1 << 13;

    private final ByteBuffer out;
    private final List<long[]> shapes = new ArrayList<>();
    private long offset;

    private LoraFile(int width) {
        int tensorBytes = LAYERS * 2 * width * RANK * Float.BYTES;
        out = ByteBuffer.allocate(HEADER_BYTES_MAX + tensorBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @param width of the base model: 576 for the small one
    static Path write(Path file, String architecture, int width, long seed) throws IOException {
        return Files.write(file, new LoraFile(width).bytes(architecture, width, new SplittableRandom(seed)));
    }

    private byte[] bytes(String architecture, int width, SplittableRandom random) {
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(VERSION).putLong(2L * LAYERS);
        out.putLong(4);
        metadata("general.type", "adapter");
        metadata("general.architecture", architecture);
        metadata("adapter.type", "lora");
        text("adapter.lora.alpha");
        out.putInt(TYPE_FLOAT).putFloat(RANK);
        for (int layer = 0; layer < LAYERS; layer++) {
            String weight = "blk." + layer + ".attn_q.weight";
            tensor(weight + ".lora_a", width, RANK);
            tensor(weight + ".lora_b", RANK, width);
        }
        align();
        for (long[] shape : shapes) {
            for (long n = 0; n < shape[0] * shape[1]; n++) {
                out.putFloat(STRENGTH * (float) random.nextGaussian());
            }
            align();
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private void metadata(String key, String value) {
        text(key);
        out.putInt(TYPE_TEXT);
        text(value);
    }

    /// @param fast the dimension whose neighbours lie beside each other
    private void tensor(String name, long fast, long slow) {
        text(name);
        out.putInt(2).putLong(fast).putLong(slow).putInt(TENSOR_F32).putLong(offset);
        shapes.add(new long[] {fast, slow});
        offset += Math.ceilDiv(fast * slow * Float.BYTES, ALIGNMENT) * ALIGNMENT;
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.putLong(bytes.length).put(bytes);
    }

    private void align() {
        while (out.position() % ALIGNMENT != 0) {
            out.put((byte) 0);
        }
    }
}
