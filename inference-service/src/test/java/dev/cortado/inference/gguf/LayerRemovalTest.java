package dev.cortado.inference.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerRemovalTest {

    private static final int LAYERS = 4;

    @TempDir
    private Path directory;

    @Test
    void write_twoOfFourLayers_renumbersTheRestAndCopiesTheirWeights() throws IOException {
        Path output = directory.resolve("less.gguf");
        Path input = model().write(directory.resolve("whole.gguf"));

        LayerRemoval.Written written = assertInstanceOf(
                LayerRemoval.Written.class, LayerRemoval.write(input, output, Set.of(1, 2), (done, of) -> {}));

        assertEquals(Files.size(output), written.bytes());
        assertTrue(written.bytes() <= LayerRemoval.bytes(read(input), Set.of(1, 2)));
        GgufFile less = read(output);
        assertEquals(OptionalLong.of(2), less.whole("tiny.block_count"));
        assertEquals(new GgufValue.Wholes(List.of(10L, 13L)), less.metadata().get("tiny.attention.head_count_kv"));
        assertEquals(
                new GgufValue.Wholes(List.of(1L, 2L, 3L, 4L)), less.metadata().get("tokenizer.four"));
        assertEquals(
                List.of("token_embd.weight", "blk.0.a.weight", "blk.0.b.weight", "blk.1.a.weight", "blk.1.b.weight"),
                less.tensors().stream().map(GgufFile.Tensor::name).toList());
        assertArrayEquals(values(0, 5), valuesOf(output, less, "blk.0.a.weight", 5));
        assertArrayEquals(values(3, 5), valuesOf(output, less, "blk.1.a.weight", 5));
        assertArrayEquals(values(103, 3), valuesOf(output, less, "blk.1.b.weight", 3));
        assertArrayEquals(values(900, 7), valuesOf(output, less, "token_embd.weight", 7));
    }

    @Test
    void write_layersThatAreNotAlike_isRefused() throws IOException {
        Path input = model().tensor("blk.3.extra.weight", values(1, 2), 2).write(directory.resolve("odd.gguf"));
        assertTrue(refused(input).contains("not alike"));
    }

    @Test
    void write_layersWhoseNumbersMatter_isRefused() throws IOException {
        Path input = model().put("tiny.leading_dense_block_count", 1).write(directory.resolve("dense.gguf"));
        assertTrue(refused(input).contains("leading_dense_block_count"));
    }

    @Test
    void write_truncatedFile_isRefused() throws IOException {
        Path input = model().write(directory.resolve("whole.gguf"));
        Files.write(input, Arrays.copyOf(Files.readAllBytes(input), 600));
        assertTrue(refused(input).contains("truncated"));
    }

    @Test
    void tooMany_moreThanHalfOrNone_isSaidByTheHeaderAlone() throws IOException {
        GgufFile model = read(model().write(directory.resolve("whole.gguf")));

        assertEquals(Optional.empty(), LayerRemoval.tooMany(model, 1));
        assertEquals(Optional.empty(), LayerRemoval.tooMany(model, 2));
        assertEquals(
                Optional.of("of the model's 4 layers 1 to 2 can be left out, not 3"), LayerRemoval.tooMany(model, 3));
        assertTrue(LayerRemoval.tooMany(model, 0).isPresent());
    }

    private String refused(Path input) throws IOException {
        return assertInstanceOf(
                        LayerRemoval.NotWritten.class,
                        LayerRemoval.write(input, directory.resolve("out.gguf"), Set.of(0), (done, of) -> {}))
                .reason();
    }

    private static GgufWriter model() {
        GgufWriter writer = new GgufWriter()
                .put("general.architecture", "tiny")
                .put("tiny.block_count", LAYERS)
                .put("tiny.attention.head_count_kv", List.of(10, 11, 12, 13))
                .put("tokenizer.four", List.of(1, 2, 3, 4))
                .tensor("token_embd.weight", values(900, 7), 7);
        for (int layer = 0; layer < LAYERS; layer++) {
            writer.tensor("blk." + layer + ".a.weight", values(layer, 5), 5);
            writer.tensor("blk." + layer + ".b.weight", values(100 + layer, 3), 3);
        }
        return writer;
    }

    private static float[] values(int first, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = first + i / 10f;
        }
        return values;
    }

    private static GgufFile read(Path file) {
        return assertInstanceOf(GgufReader.Understood.class, GgufReader.read(file))
                .file();
    }

    /// As the format has it: the data begins at the first aligned byte behind the header, here the file's end less all
    /// of the data.
    private static float[] valuesOf(Path file, GgufFile header, String name, int count) throws IOException {
        GgufFile.Tensor last = header.tensors().getLast();
        long begin = header.bytes() - last.offset() - 32;
        GgufFile.Tensor tensor = header.tensors().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        float[] values = new float[count];
        ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .position((int) (begin + tensor.offset()))
                .asFloatBuffer()
                .get(values);
        return values;
    }
}
