package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.gguf.GgufFile;
import dev.cortado.inference.gguf.GgufReader;
import dev.cortado.inference.gguf.LayerRemoval;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Variants of the small model: made by the library itself, and proved by serving them.
class MakingIT {

    private static final int CONTEXT = 512;

    @TempDir
    private Path directory;

    private final Path small = RealEngines.plan(RealEngines.SMALL).file();
    private final LlamaLibrary library = RealEngines.library();

    @Test
    void quantise_toAnotherPrecision_isOfItAndGenerates() {
        Path output = directory.resolve("q8.gguf");
        List<String> seen = new ArrayList<>();

        assertEquals(
                new MakingOutcome.Made(),
                new Quantiser(library).quantise(small, output, FileType.Q8_0, 1, (done, of, what) -> seen.add(what)));

        GgufFile made = header(output);
        assertEquals(OptionalLong.of(7), made.whole("general.file_type"));
        assertTrue(made.bytes() > header(small).bytes());
        assertTrue(seen.size() > 100 && seen.contains("token_embd.weight"), seen::toString);
        assertTrue(proven(output).memoryBytes() > made.bytes());
    }

    @Test
    void quantise_whatItIsAlready_orACutFile_isRefusedWithTheReason() throws IOException {
        Quantiser quantiser = new Quantiser(library);
        Path output = directory.resolve("out.gguf");
        assertTrue(refused(quantiser.quantise(small, output, FileType.Q4_1, 1, (done, of, what) -> {}))
                .contains("Q4_1 already"));
        Path cut = directory.resolve("cut.gguf");
        try (InputStream input = Files.newInputStream(small)) {
            Files.write(cut, input.readNBytes(3_000_000));
        }
        assertTrue(refused(quantiser.quantise(cut, output, FileType.Q8_0, 1, (done, of, what) -> {}))
                .contains("truncated"));
        assertTrue(Files.notExists(output));
    }

    @Test
    void layers_measuredAndTheLeastLeftOut_theRestGenerates() throws IOException {
        GgufFile file = header(small);
        LayerScores.Scored scored = assertInstanceOf(
                LayerScores.Scored.class, new LayerScores(library).of(small, file, text(), (done, of, what) -> {}));
        assertEquals(30, scored.influences().size());
        assertTrue(scored.influences().stream().allMatch(score -> score > 0 && score < 1.5), scored::toString);
        TreeSet<Integer> least = IntStream.range(0, 30)
                .boxed()
                .sorted(Comparator.comparing(scored.influences()::get))
                .limit(3)
                .collect(Collectors.toCollection(TreeSet::new));
        // The first layer turns an embedding into a state: nothing changes more.
        assertTrue(least.first() > 0, least::toString);

        Path output = directory.resolve("pruned.gguf");
        assertInstanceOf(LayerRemoval.Written.class, LayerRemoval.write(small, output, least, (done, of) -> {}));

        assertEquals(OptionalLong.of(27), header(output).whole("llama.block_count"));
        assertTrue(!proven(output).text().isBlank());
    }

    @Test
    void proof_adapterOfAnotherShape_isRefusedWithTheShapes() throws IOException {
        Path foreign = TinyAdapters.write(directory.resolve("foreign.gguf"), "llama", 512, 1);
        ModelProof.Proving proving = new ModelProof(RealEngines.loader())
                .prove(small, CONTEXT, 1, Optional.of(new ModelProof.Adapter(foreign, 1)));
        String reason = assertInstanceOf(ModelProof.NotProven.class, proving).reason();
        assertTrue(reason.contains("another base") && reason.contains("576") && reason.contains("512"), reason);
    }

    private static String refused(MakingOutcome outcome) {
        return assertInstanceOf(MakingOutcome.Refused.class, outcome).reason();
    }

    private static ModelProof.Proven proven(Path file) {
        return assertInstanceOf(
                ModelProof.Proven.class,
                new ModelProof(RealEngines.loader()).prove(file, CONTEXT, 1, Optional.empty()));
    }

    private static GgufFile header(Path file) {
        return assertInstanceOf(GgufReader.Understood.class, GgufReader.read(file))
                .file();
    }

    private static String text() throws IOException {
        try (InputStream text = MakingIT.class.getResourceAsStream("/dev/cortado/inference/making/sample.txt")) {
            return new String(java.util.Objects.requireNonNull(text).readNBytes(1_500), StandardCharsets.UTF_8);
        }
    }
}
