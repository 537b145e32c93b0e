package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.ModelLoader.ModelSource;
import dev.cortado.inference.gguf.TensorType;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.node.VariantStatus;
import dev.cortado.inference.node.Variants;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files and limits that do not go together: each is told clearly, and what is right is served all the same.
class BadModelIT {

    private static final long MIB = 1 << 20;
    private static final String ZEROS = "0".repeat(64);

    @TempDir
    private Path directory;

    private Path small = Path.of("");

    @BeforeEach
    void plan() {
        small = RealEngines.plan(RealEngines.SMALL).file();
    }

    @Test
    void truncatedAndCorruptFiles_failByName_andTheRightOneIsServed() throws Exception {
        VariantPlan cut = new VariantPlan(new VariantId("cut"), cut(1_000_000), "", 512, 1, null);
        VariantPlan head = new VariantPlan(new VariantId("head"), cut(3_000_000), "", 512, 1, null);
        VariantPlan noise = new VariantPlan(
                new VariantId("noise"),
                Files.writeString(directory.resolve("noise.gguf"), "<html>404</html>"),
                "",
                512,
                1,
                null);
        VariantPlan layers = new VariantPlan(new VariantId("layers"), withManyLayers(), "", 512, 1, null);
        VariantPlan sum = new VariantPlan(new VariantId("sum"), small, ZEROS, 512, 1, null);
        VariantPlan right = new VariantPlan(new VariantId("right"), small, 512, 1);
        Variants variants = new Variants(
                RealEngines.loader(),
                List.of(cut, head, noise, layers, sum, right),
                Duration.ofMillis(20),
                () -> {},
                (plan, status) -> {});
        try {
            variants.loadAll();
            assertTrue(failure(variants, cut).contains("truncated"));
            assertTrue(failure(variants, head).contains("truncated"));
            assertTrue(failure(variants, noise).contains("does not begin with GGUF"));
            assertTrue(failure(variants, layers).contains("layers"), failure(variants, layers));
            assertTrue(failure(variants, sum).contains("sha256"));
            Engine engine = assertInstanceOf(
                            VariantStatus.Ready.class,
                            variants.status(right.id()).orElseThrow())
                    .engine();
            assertTrue(Asked.begin(engine, "", AdapterUse.NONE, "What is 2+2?", 20)
                    .text()
                    .contains("4"));
        } finally {
            variants.close();
        }
    }

    @Test
    void modelLargerThanMemory_isSaidBeforeLoadingWithTheNumbers() {
        MemoryLimits limits = new MemoryLimits(
                true, OptionalLong.of(50 * MIB), OptionalLong.empty(), TensorType.F16, OptionalLong.empty());
        String reason = failed(limits, 8_192);
        assertTrue(
                reason.contains("larger than memory") && reason.contains("file 94") && reason.contains("50 MiB"),
                reason);
    }

    @Test
    void contextLongerThanTheModels_isRefused() {
        assertTrue(failed(MemoryLimits.NONE, 100_000).contains("trained for 8192"));
    }

    @Test
    void cacheBudget_quantised_fitsSlotsAndAnswers() throws Exception {
        MemoryLimits limits = new MemoryLimits(
                true, OptionalLong.empty(), OptionalLong.of(30 * MIB), TensorType.Q8_0, OptionalLong.empty());
        ModelSource source = new ModelSource("small", small, "", 1_024, 4, () -> {});
        Engine engine = assertInstanceOf(
                        ModelLoader.Loaded.class, RealEngines.loader(limits).load(source))
                .engine();
        try {
            assertEquals(2, engine.description().slots());
            assertEquals(1_024, engine.description().contextTokens());
            assertTrue(Asked.begin(engine, "", AdapterUse.NONE, "What is 2+2?", 20)
                    .text()
                    .contains("4"));
        } finally {
            engine.close();
        }
    }

    private String failed(MemoryLimits limits, int contextTokens) {
        ModelSource source = new ModelSource("small", small, "", contextTokens, 4, () -> {});
        return assertInstanceOf(
                        ModelLoader.LoadFailed.class, RealEngines.loader(limits).load(source))
                .reason();
    }

    private static String failure(Variants variants, VariantPlan plan) {
        return assertInstanceOf(
                        VariantStatus.Failed.class, variants.status(plan.id()).orElseThrow())
                .reason();
    }

    /// The whole file with one bit of its number of layers the other way.
    private Path withManyLayers() throws IOException {
        Path file = Files.copy(small, directory.resolve("layers.gguf"));
        String key = "llama.block_count";
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer head = ByteBuffer.allocate(1 << 16);
            channel.read(head);
            int at = new String(head.array(), StandardCharsets.ISO_8859_1).indexOf(key);
            int highest = at + key.length() + Integer.BYTES + Integer.BYTES - 1;
            channel.write(ByteBuffer.wrap(new byte[] {(byte) 0x80}), highest);
        }
        return file;
    }

    private Path cut(int bytes) throws IOException {
        try (InputStream input = Files.newInputStream(small)) {
            return Files.write(directory.resolve(bytes + ".gguf"), input.readNBytes(bytes));
        }
    }
}
