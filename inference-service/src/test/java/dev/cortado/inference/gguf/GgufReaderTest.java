package dev.cortado.inference.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufReaderTest {

    @TempDir
    private Path directory;

    private byte[] whole = {};

    @BeforeEach
    void write() throws IOException {
        Path file = new GgufWriter()
                .put("general.architecture", "llama")
                .put("llama.block_count", 2)
                .put("llama.rope.scale", 0.5f)
                .tensor("a.weight", new float[12], 4, 3)
                .tensor("b.weight", new float[5], 5)
                .write(directory.resolve("whole.gguf"));
        whole = Files.readAllBytes(file);
    }

    @Test
    void read_wholeFile_findsMetadataAndTensors() throws IOException {
        GgufFile file = readable(whole);
        assertEquals(3, file.version());
        assertEquals(Optional.of("llama"), file.text("general.architecture"));
        assertEquals(OptionalLong.of(2), file.whole("llama.block_count"));
        assertEquals(new GgufValue.Real(0.5), file.metadata().get("llama.rope.scale"));
        assertEquals(List.of(4L, 3L), file.tensors().getFirst().dimensions());
        assertEquals(64, file.tensors().get(1).offset());
        assertEquals(whole.length, file.bytes());
    }

    @Test
    void read_cutAnywhere_isTold() throws IOException {
        int needed = whole.length - 12;
        for (int length = 0; length < needed; length++) {
            String reason = unreadable(Arrays.copyOf(whole, length));
            assertTrue(reason.contains("truncated") || reason.contains("begin with"), reason);
        }
        readable(Arrays.copyOf(whole, needed));
    }

    @Test
    void read_tensorBeyondTheFile_namesItAndTheNumbers() throws IOException {
        String reason = unreadable(Arrays.copyOf(whole, whole.length - 20));
        assertTrue(reason.contains("b.weight") && reason.contains(String.valueOf(whole.length - 20)), reason);
    }

    @Test
    void read_anotherVersionOrMagic_isTold() throws IOException {
        assertTrue(unreadable(with(4, 9)).contains("version is 9"));
        assertTrue(unreadable(with(0, 1)).contains("does not begin with GGUF"));
    }

    @Test
    void read_anyByteChanged_endsWithoutAFailure() throws IOException {
        Random random = new Random(1);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] = (byte) random.nextInt();
            assertInstanceOf(GgufReader.Reading.class, read(changed));
        }
    }

    @Test
    void read_hugeCounts_areRefusedAtOnce() throws IOException {
        for (long count : new long[] {-1, Long.MAX_VALUE, 1L << 40}) {
            byte[] changed = whole.clone();
            ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(8, count);
            assertTrue(unreadable(changed).contains("promises"));
        }
    }

    /// A wrong length in a large file: what it asks for is there, and would be taken from the heap.
    @Test
    void read_textAsLongAsALargeFile_isRefusedBeforeItIsRead() throws IOException {
        Path large = directory.resolve("large.gguf");
        byte[] changed = whole.clone();
        int firstKey = Integer.BYTES * 2 + Long.BYTES * 2;
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(firstKey, 1L << 28);
        Files.write(large, changed);
        try (FileChannel channel = FileChannel.open(large, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), 1L << 29);
        }
        String reason = assertInstanceOf(GgufReader.NotUnderstood.class, GgufReader.read(large))
                .reason();
        assertTrue(reason.contains("corrupt"), reason);
    }

    @Test
    void read_moreValuesThanAnyModelHas_areRefused() throws IOException {
        Path large = directory.resolve("values.gguf");
        byte[] empty = Arrays.copyOf(whole, Integer.BYTES * 2 + Long.BYTES * 2);
        ByteBuffer.wrap(empty).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 0).putLong(16, 1L << 27);
        Files.write(large, empty);
        try (FileChannel channel = FileChannel.open(large, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), 1L << 29);
        }
        String reason = assertInstanceOf(GgufReader.NotUnderstood.class, GgufReader.read(large))
                .reason();
        assertTrue(reason.contains("corrupt"), reason);
    }

    private byte[] with(int offset, int value) {
        byte[] changed = whole.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        return changed;
    }

    private GgufReader.Reading read(byte[] bytes) throws IOException {
        return GgufReader.read(Files.write(directory.resolve("case.gguf"), bytes));
    }

    private GgufFile readable(byte[] bytes) throws IOException {
        return assertInstanceOf(GgufReader.Understood.class, read(bytes)).file();
    }

    private String unreadable(byte[] bytes) throws IOException {
        return assertInstanceOf(GgufReader.NotUnderstood.class, read(bytes)).reason();
    }
}
