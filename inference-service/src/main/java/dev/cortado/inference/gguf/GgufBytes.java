package dev.cortado.inference.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A GGUF header that is being written: little-endian values, one after the other.
final class GgufBytes {

    private static final int MAGIC = 0x46554747;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static ByteBuffer of(byte[] raw) {
        return ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    }

    void begin(int version, long tensors, long values) {
        integer(MAGIC);
        integer(version);
        whole(tensors);
        whole(values);
    }

    void tensor(String name, List<Long> dimensions, int type, long offset) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        whole(text.length);
        raw(text);
        integer(dimensions.size());
        dimensions.forEach(this::whole);
        integer(type);
        whole(offset);
    }

    void raw(byte[] raw) {
        raw(raw, 0, raw.length);
    }

    void raw(byte[] raw, int from, int count) {
        bytes.write(raw, from, count);
    }

    void integer(int value) {
        byte[] raw = new byte[Integer.BYTES];
        of(raw).putInt(value);
        raw(raw);
    }

    void whole(long value) {
        byte[] raw = new byte[Long.BYTES];
        of(raw).putLong(value);
        raw(raw);
    }

    void pad(long alignment) {
        while (bytes.size() % alignment != 0) {
            bytes.write(0);
        }
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    void writeTo(FileChannel out) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(bytes());
        while (all.hasRemaining()) {
            out.write(all);
        }
    }
}
