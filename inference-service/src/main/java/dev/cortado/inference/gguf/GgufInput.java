package dev.cortado.inference.gguf;

import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/// Little-endian values of a file, one after the other; every length is held against what the file has left.
final class GgufInput {

    private static final int BUFFER_BYTES = 1 << 16;
    /// What texts and lists that are kept may take in all: a wrong length of a large file must not take the heap. The
    /// longest text of a model is its template, some ten KiB.
    private static final long KEPT_BYTES_MAX = 16 << 20;

    private final FileChannel channel;
    private final long bytes;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).flip();
    private long position;
    private long kept;

    GgufInput(FileChannel channel) throws IOException {
        this.channel = channel;
        this.bytes = channel.size();
    }

    /// The file is not what it should be.
    static final class Corrupt extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        Corrupt(String message) {
            super(message);
        }
    }

    long bytes() {
        return bytes;
    }

    long position() {
        return position;
    }

    byte small() throws IOException {
        return ready(Byte.BYTES).get();
    }

    short medium() throws IOException {
        return ready(Short.BYTES).getShort();
    }

    int integer() throws IOException {
        return ready(Integer.BYTES).getInt();
    }

    long whole() throws IOException {
        return ready(Long.BYTES).getLong();
    }

    /// A number of things, each of which takes at least a byte of the file.
    long count(String what) throws IOException {
        long count = whole();
        if (count < 0 || count > bytes - position) {
            throw new Corrupt("it is truncated or corrupt: it promises " + Long.toUnsignedString(count) + " " + what
                    + " in " + bytes + " bytes");
        }
        return count;
    }

    String text() throws IOException {
        int length = length();
        keep(length);
        byte[] text = new byte[length];
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, BUFFER_BYTES);
            ready(part).get(text, done, part);
            done += part;
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    /// Counts what the header keeps in memory.
    ///
    /// @throws Corrupt if that is more than any model's header needs
    void keep(long more) {
        kept += more;
        if (kept > KEPT_BYTES_MAX) {
            throw new Corrupt("it is corrupt: its header alone would take more than " + KEPT_BYTES_MAX + " bytes");
        }
    }

    void skipText() throws IOException {
        skip(length());
    }

    void skip(long count) throws IOException {
        if (count > bytes - position) {
            throw truncated();
        }
        int buffered = (int) Math.min(count, buffer.remaining());
        buffer.position(buffer.position() + buffered);
        position += count;
        if (buffered < count) {
            buffer.clear().flip();
            channel.position(position);
        }
    }

    private int length() throws IOException {
        long length = count("bytes of text");
        if (length > Integer.MAX_VALUE - Long.BYTES) {
            throw new Corrupt("it promises a text of " + length + " bytes");
        }
        return (int) length;
    }

    /// The buffer with at least so many bytes, at most its capacity, which count as read.
    private ByteBuffer ready(int count) throws IOException {
        if (count > bytes - position) {
            throw truncated();
        }
        while (buffer.remaining() < count) {
            buffer.compact();
            int read = channel.read(buffer);
            buffer.flip();
            if (read < 0) {
                throw truncated();
            }
        }
        position += count;
        return buffer;
    }

    private Corrupt truncated() {
        return new Corrupt("it is truncated: it ends after " + bytes + " bytes, in the middle of its header");
    }
}
