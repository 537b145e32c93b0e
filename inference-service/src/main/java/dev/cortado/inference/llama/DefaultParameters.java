package dev.cortado.inference.llama;

import static dev.cortado.inference.llama.LlamaLayouts.CONTEXT_PARAMS;
import static dev.cortado.inference.llama.LlamaLayouts.MODEL_PARAMS;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Reads the library's default parameters through our layouts: where a known default is not where we look for it, the
/// fields have moved although the struct kept its size.
final class DefaultParameters {

    private static final int TYPE_F16 = 1;
    private static final int CONTEXT_TOKENS = 512;
    private static final int BATCH_TOKENS = 2048;
    private static final int AUTO = -1;

    private final List<String> wrong = new ArrayList<>();

    private DefaultParameters() {}

    /// @throws IllegalStateException naming every field that does not hold its known default
    static void check(MemorySegment modelParams, MemorySegment contextParams) {
        DefaultParameters check = new DefaultParameters();
        check.same("n_gpu_layers", -1, LlamaLayouts.intOf(MODEL_PARAMS, modelParams, "n_gpu_layers"));
        check.same("split_mode", 1, LlamaLayouts.intOf(MODEL_PARAMS, modelParams, "split_mode"));
        check.same("load_mode", AUTO, LlamaLayouts.intOf(MODEL_PARAMS, modelParams, "load_mode"));
        check.same("main_gpu", 0, LlamaLayouts.intOf(MODEL_PARAMS, modelParams, "main_gpu"));
        check.same("vocab_only", false, LlamaLayouts.booleanOf(MODEL_PARAMS, modelParams, "vocab_only"));
        check.same("use_extra_bufts", true, LlamaLayouts.booleanOf(MODEL_PARAMS, modelParams, "use_extra_bufts"));
        check.same("n_ctx", CONTEXT_TOKENS, LlamaLayouts.intOf(CONTEXT_PARAMS, contextParams, "n_ctx"));
        check.same("n_batch", BATCH_TOKENS, LlamaLayouts.intOf(CONTEXT_PARAMS, contextParams, "n_batch"));
        check.same("n_ubatch", CONTEXT_TOKENS, LlamaLayouts.intOf(CONTEXT_PARAMS, contextParams, "n_ubatch"));
        check.same("n_seq_max", 1, LlamaLayouts.intOf(CONTEXT_PARAMS, contextParams, "n_seq_max"));
        check.same("flash_attn_type", AUTO, LlamaLayouts.intOf(CONTEXT_PARAMS, contextParams, "flash_attn_type"));
        check.same("yarn_ext_factor", -1f, LlamaLayouts.floatOf(CONTEXT_PARAMS, contextParams, "yarn_ext_factor"));
        check.same("type_k", TYPE_F16, LlamaLayouts.intOf(CONTEXT_PARAMS, contextParams, "type_k"));
        check.same("embeddings", false, LlamaLayouts.booleanOf(CONTEXT_PARAMS, contextParams, "embeddings"));
        check.same("offload_kqv", true, LlamaLayouts.booleanOf(CONTEXT_PARAMS, contextParams, "offload_kqv"));
        check.same("kv_unified", false, LlamaLayouts.booleanOf(CONTEXT_PARAMS, contextParams, "kv_unified"));
        if (!check.wrong.isEmpty()) {
            throw new IllegalStateException("the binding does not fit this libllama: default parameters differ ("
                    + String.join("; ", check.wrong) + "); use the library version that the catalogue names");
        }
    }

    private void same(String field, Object expected, Object found) {
        if (!expected.equals(found)) {
            wrong.add(field + " should be " + expected + " and reads " + found);
        }
    }
}
