package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.gguf.GgufFile;
import dev.cortado.inference.gguf.GgufFile.Tensor;
import dev.cortado.inference.gguf.GgufValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdapterFitTest {

    private static final GgufFile BASE = new GgufFile(
            3,
            Map.of("general.architecture", new GgufValue.Text("llama")),
            List.of(tensor("blk.0.attn_v.weight", 576, 192), tensor("token_embd.weight", 576, 49_152)),
            0);

    @Test
    void mismatch_sameArchitectureAndShapes_isNone() {
        assertEquals(Optional.empty(), mismatch("llama", pair("blk.0.attn_v.weight", 576, 192, 8)));
        assertEquals(
                Optional.empty(),
                mismatch(
                        "llama",
                        List.of(
                                tensor("token_embd.weight.lora_a", 8, 49_152),
                                tensor("token_embd.weight.lora_b", 8, 576))));
    }

    @Test
    void mismatch_adapterForAnotherBase_saysWhichShapes() {
        String shapes =
                mismatch("llama", pair("blk.0.attn_v.weight", 896, 128, 8)).orElseThrow();
        assertTrue(
                shapes.contains("another base") && shapes.contains("576 × 192") && shapes.contains("896 × 128"),
                shapes);
        assertTrue(
                mismatch("qwen2", List.of()).orElseThrow().contains("its architecture is qwen2, the model's is llama"));
        assertTrue(mismatch("llama", pair("blk.30.attn_v.weight", 576, 192, 8))
                .orElseThrow()
                .contains("the model has no blk.30.attn_v.weight"));
    }

    @Test
    void mismatch_brokenPairs_areTold() {
        assertTrue(mismatch("llama", List.of(tensor("blk.0.attn_v.weight.lora_a", 576, 8)))
                .orElseThrow()
                .contains("only one of"));
        assertTrue(mismatch(
                        "llama",
                        List.of(
                                tensor("blk.0.attn_v.weight.lora_a", 576, 8),
                                tensor("blk.0.attn_v.weight.lora_b", 4, 192)))
                .orElseThrow()
                .contains("ranks differ"));
        assertTrue(AdapterFit.mismatch(BASE, BASE).orElseThrow().contains("no LoRA adapter"));
    }

    private static List<Tensor> pair(String weight, long input, long output, long rank) {
        return List.of(tensor(weight + ".lora_a", input, rank), tensor(weight + ".lora_b", rank, output));
    }

    private static Tensor tensor(String name, long... dimensions) {
        return new Tensor(name, java.util.Arrays.stream(dimensions).boxed().toList(), 0, 0);
    }

    private static Optional<String> mismatch(String architecture, List<Tensor> tensors) {
        return AdapterFit.mismatch(
                BASE,
                new GgufFile(
                        3,
                        Map.of(
                                "general.architecture", new GgufValue.Text(architecture),
                                "general.type", new GgufValue.Text("adapter"),
                                "adapter.type", new GgufValue.Text("lora")),
                        tensors,
                        0));
    }
}
