package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.gguf.GgufFile;
import dev.cortado.inference.gguf.GgufValue;
import dev.cortado.inference.gguf.TensorType;
import dev.cortado.inference.llama.LlamaLibrary.Accelerator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {

    private static final long MIB = 1 << 20;

    /// The small model's sizes.
    private static final Map<String, GgufValue> METADATA = Map.of(
            "general.architecture", new GgufValue.Text("llama"),
            "llama.block_count", new GgufValue.Whole(30),
            "llama.embedding_length", new GgufValue.Whole(576),
            "llama.attention.head_count", new GgufValue.Whole(9),
            "llama.attention.head_count_kv", new GgufValue.Whole(3),
            "llama.context_length", new GgufValue.Whole(8_192));

    private static final ModelShape SHAPE = shape(METADATA);

    @Test
    void shape_ofTheSmallModel_isWhatTheLibraryAllots() {
        assertEquals(23_040, SHAPE.cacheBytesPerToken(TensorType.F16));
        assertEquals(12_240, SHAPE.cacheBytesPerToken(TensorType.Q8_0));
    }

    @Test
    void shape_numbersThatNoModelHas_areRefusedAtOnce() {
        for (String key :
                List.of("block_count", "attention.head_count_kv", "attention.key_length", "embedding_length")) {
            for (long corrupt : new long[] {0x8000_001EL, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
                Map<String, GgufValue> changed = new HashMap<>(METADATA);
                changed.put("llama." + key, new GgufValue.Whole(corrupt));
                String reason = assertInstanceOf(
                                MemoryPlan.TooLarge.class, MemoryPlan.of(shape(changed), 512, 4, MemoryLimits.NONE))
                        .reason();
                assertTrue(reason.contains("corrupt"), key + ": " + reason);
            }
        }
    }

    @Test
    void shape_theLargestThatCanBe_isLargerThanMemoryAndNoLess() {
        Map<String, GgufValue> huge = new HashMap<>(METADATA);
        huge.put("llama.block_count", new GgufValue.Whole(4_096));
        huge.put("llama.attention.head_count_kv", new GgufValue.Whole(1 << 16));
        huge.put("llama.attention.key_length", new GgufValue.Whole(1 << 20));
        huge.put("llama.attention.value_length", new GgufValue.Whole(1 << 20));
        MemoryPlan plan = assertInstanceOf(
                        MemoryPlan.Fits.class, MemoryPlan.of(shape(huge), 8_192, 64, MemoryLimits.NONE))
                .plan();
        assertTrue(MemoryLimits.NONE.refusal(plan, 1L << 40).isPresent(), plan.toString());
    }

    @Test
    void memory_layersOnADevice_areNotHeldAgainstTheMachines() {
        MemoryPlan plan = fits(8_192, 4, MemoryLimits.NONE);
        assertEquals(plan, plan.beside(0, 30));
        assertEquals(MemoryPlan.COMPUTE_BYTES, plan.beside(31, 30).bytes());
        MemoryPlan third = plan.beside(20, 30);
        assertTrue(Math.abs(plan.fileBytes() - 3 * third.fileBytes()) <= 3, third.toString());
        assertTrue(Math.abs(plan.cacheBytes() - 3 * third.cacheBytes()) <= 3, third.toString());
        assertTrue(MemoryLimits.NONE.refusal(plan, 512 * MIB).isPresent());
        assertEquals(Optional.empty(), MemoryLimits.NONE.refusal(plan.beside(31, 30), 512 * MIB));
    }

    @Test
    void plan_withoutABudget_isTheCatalogues() {
        MemoryPlan plan = fits(8_192, 4, MemoryLimits.NONE);
        assertEquals(4, plan.slots());
        assertEquals(8_192, plan.contextTokens());
        assertEquals(4 * 8_192 * 23_040L, plan.cacheBytes());
    }

    @Test
    void plan_smallBudget_hasFewerSlotsAndThenLessContext() {
        assertEquals(2, fits(8_192, 4, cache(400)).slots());
        MemoryPlan narrow = fits(8_192, 4, cache(100));
        assertEquals(1, narrow.slots());
        assertEquals(4_352, narrow.contextTokens());
        assertTrue(narrow.cacheBytes() <= 100 * MIB);
        assertTrue(tooLarge(8_192, cache(5)).contains("kv-cache-mib"));
    }

    @Test
    void plan_quantisedCache_holdsMoreInTheSameBudget() {
        MemoryLimits limits = new MemoryLimits(
                true, OptionalLong.empty(), OptionalLong.of(400 * MIB), TensorType.Q8_0, OptionalLong.empty());
        assertEquals(4, fits(8_192, 4, limits).slots());
        assertThrows(
                IllegalArgumentException.class,
                () -> new MemoryLimits(
                        true, OptionalLong.empty(), OptionalLong.empty(), TensorType.Q4_0, OptionalLong.empty()));
    }

    @Test
    void plan_contextLongerThanTheModels_isRefusedWithBothNumbers() {
        String reason = tooLarge(9_000, MemoryLimits.NONE);
        assertTrue(reason.contains("9000") && reason.contains("8192"), reason);
    }

    @Test
    void refusal_largerThanMemory_saysTheNumbers() {
        MemoryPlan plan = fits(8_192, 4, MemoryLimits.NONE);
        String reason = MemoryLimits.NONE.refusal(plan, 512 * MIB).orElseThrow();
        assertTrue(reason.contains("946 MiB") && reason.contains("512 MiB") && reason.contains("720"), reason);
        assertEquals(Optional.empty(), MemoryLimits.NONE.refusal(plan, 1_024 * MIB));
        MemoryLimits allowed = new MemoryLimits(
                true, OptionalLong.of(300 * MIB), OptionalLong.empty(), TensorType.F16, OptionalLong.empty());
        assertTrue(allowed.refusal(plan, 4_096 * MIB).orElseThrow().contains("model-mib allows 300"));
        MemoryLimits unchecked = new MemoryLimits(
                false, OptionalLong.empty(), OptionalLong.empty(), TensorType.F16, OptionalLong.empty());
        assertEquals(Optional.empty(), unchecked.refusal(plan, MIB));
    }

    @Test
    void shortage_othersTakeTheMemory_waitsWithTheNumbers() {
        MemoryPlan plan = fits(8_192, 4, MemoryLimits.NONE);
        assertTrue(MemoryLimits.NONE
                .shortage(plan, 2_048 * MIB, 500 * MIB)
                .orElseThrow()
                .contains("waits for memory: it needs 946 MiB"));
        assertEquals(Optional.empty(), MemoryLimits.NONE.shortage(plan, 2_048 * MIB, 1_000 * MIB));
        assertEquals(Optional.empty(), MemoryLimits.NONE.shortage(plan, 900 * MIB, 500 * MIB));
    }

    @Test
    void deviceLayers_followTheDevicesMemory() {
        MemoryPlan plan = fits(8_192, 4, MemoryLimits.NONE);
        assertEquals(0, DeviceLayers.of(SHAPE, plan, Optional.empty(), MemoryLimits.NONE));
        assertEquals(31, layers(plan, 8_192));
        assertEquals(0, layers(plan, 100));
        int some = layers(plan, 600);
        assertTrue(some > 5 && some < 25, "layers: " + some);
    }

    private static ModelShape shape(Map<String, GgufValue> metadata) {
        return ModelShape.of(new GgufFile(3, metadata, List.of(), 98 * MIB));
    }

    private static int layers(MemoryPlan plan, long freeMib) {
        Accelerator device = new Accelerator("cuda", "a GPU", freeMib * MIB, freeMib * MIB);
        return DeviceLayers.of(SHAPE, plan, Optional.of(device), MemoryLimits.NONE);
    }

    private static MemoryLimits cache(long mib) {
        return new MemoryLimits(
                true, OptionalLong.empty(), OptionalLong.of(mib * MIB), TensorType.F16, OptionalLong.empty());
    }

    private static MemoryPlan fits(int context, int slots, MemoryLimits limits) {
        return assertInstanceOf(MemoryPlan.Fits.class, MemoryPlan.of(SHAPE, context, slots, limits))
                .plan();
    }

    private static String tooLarge(int context, MemoryLimits limits) {
        return assertInstanceOf(MemoryPlan.TooLarge.class, MemoryPlan.of(SHAPE, context, 4, limits))
                .reason();
    }
}
