package dev.cortado.inference.llama;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.List;

/// The structs that libllama v0.4.0 and v0.5.0 take by value, as on 64-bit Linux and macOS. Sizes are checked by
/// [StructSizes], and the fields we read by [DefaultParameters].
final class LlamaLayouts {

    private static final int CPU_MASK_BYTES = 512;

    static final StructLayout MODEL_PARAMS = structLayout(
                    ADDRESS.withName("devices"),
                    ADDRESS.withName("tensor_buft_overrides"),
                    JAVA_INT.withName("n_gpu_layers"),
                    JAVA_INT.withName("split_mode"),
                    JAVA_INT.withName("load_mode"),
                    JAVA_INT.withName("lazy_mode"),
                    JAVA_INT.withName("main_gpu"),
                    paddingLayout(4),
                    ADDRESS.withName("tensor_split"),
                    ADDRESS.withName("progress_callback"),
                    ADDRESS.withName("progress_callback_user_data"),
                    ADDRESS.withName("kv_overrides"),
                    JAVA_BYTE.withName("vocab_only"),
                    JAVA_BYTE.withName("check_tensors"),
                    JAVA_BYTE.withName("use_extra_bufts"),
                    JAVA_BYTE.withName("no_host"),
                    JAVA_BYTE.withName("no_alloc"),
                    JAVA_BYTE.withName("load_mtp"),
                    paddingLayout(2))
            .withName("llama_model_params");

    static final StructLayout CONTEXT_PARAMS = structLayout(
                    JAVA_INT.withName("n_ctx"),
                    JAVA_INT.withName("n_batch"),
                    JAVA_INT.withName("n_ubatch"),
                    JAVA_INT.withName("n_seq_max"),
                    JAVA_INT.withName("n_rs_seq"),
                    JAVA_INT.withName("n_outputs_max"),
                    JAVA_INT.withName("n_outputs_max_per_seq"),
                    JAVA_INT.withName("n_threads"),
                    JAVA_INT.withName("n_threads_batch"),
                    JAVA_INT.withName("ctx_type"),
                    JAVA_INT.withName("rope_scaling_type"),
                    JAVA_INT.withName("pooling_type"),
                    JAVA_INT.withName("attention_type"),
                    JAVA_INT.withName("flash_attn_type"),
                    JAVA_FLOAT.withName("rope_freq_base"),
                    JAVA_FLOAT.withName("rope_freq_scale"),
                    JAVA_FLOAT.withName("yarn_ext_factor"),
                    JAVA_FLOAT.withName("yarn_attn_factor"),
                    JAVA_FLOAT.withName("yarn_beta_fast"),
                    JAVA_FLOAT.withName("yarn_beta_slow"),
                    JAVA_INT.withName("yarn_orig_ctx"),
                    JAVA_FLOAT.withName("defrag_thold"),
                    ADDRESS.withName("cb_eval"),
                    ADDRESS.withName("cb_eval_user_data"),
                    JAVA_INT.withName("type_k"),
                    JAVA_INT.withName("type_v"),
                    ADDRESS.withName("abort_callback"),
                    ADDRESS.withName("abort_callback_data"),
                    JAVA_BYTE.withName("embeddings"),
                    JAVA_BYTE.withName("offload_kqv"),
                    JAVA_BYTE.withName("no_perf"),
                    JAVA_BYTE.withName("op_offload"),
                    JAVA_BYTE.withName("swa_full"),
                    JAVA_BYTE.withName("kv_unified"),
                    paddingLayout(2),
                    ADDRESS.withName("samplers"),
                    JAVA_LONG.withName("n_samplers"),
                    ADDRESS.withName("ctx_other"))
            .withName("llama_context_params");

    static final StructLayout BATCH = structLayout(
                    JAVA_INT.withName("n_tokens"),
                    paddingLayout(4),
                    ADDRESS.withName("token"),
                    ADDRESS.withName("embd"),
                    ADDRESS.withName("pos"),
                    ADDRESS.withName("n_seq_id"),
                    ADDRESS.withName("seq_id"),
                    ADDRESS.withName("logits"))
            .withName("llama_batch");

    static final StructLayout SAMPLER_CHAIN_PARAMS =
            structLayout(JAVA_BYTE.withName("no_perf")).withName("llama_sampler_chain_params");

    static final StructLayout THREADPOOL_PARAMS = structLayout(
                    MemoryLayout.sequenceLayout(CPU_MASK_BYTES, JAVA_BYTE).withName("cpumask"),
                    JAVA_INT.withName("n_threads"),
                    JAVA_INT.withName("prio"),
                    JAVA_INT.withName("poll"),
                    JAVA_BYTE.withName("strict_cpu"),
                    JAVA_BYTE.withName("paused"),
                    paddingLayout(2))
            .withName("ggml_threadpool_params");

    /// Passed by pointer. v0.4.0 may lack the last field; the room for it does no harm there.
    static final StructLayout QUANTIZE_PARAMS = structLayout(
                    JAVA_INT.withName("nthread"),
                    JAVA_INT.withName("ftype"),
                    JAVA_INT.withName("output_tensor_type"),
                    JAVA_INT.withName("token_embedding_type"),
                    JAVA_BYTE.withName("allow_requantize"),
                    JAVA_BYTE.withName("quantize_output_tensor"),
                    JAVA_BYTE.withName("only_copy"),
                    JAVA_BYTE.withName("pure"),
                    JAVA_BYTE.withName("keep_split"),
                    JAVA_BYTE.withName("dry_run"),
                    paddingLayout(2),
                    ADDRESS.withName("imatrix"),
                    ADDRESS.withName("kv_overrides"),
                    ADDRESS.withName("tt_overrides"),
                    ADDRESS.withName("prune_layers"),
                    JAVA_LONG.withName("max_buf_size"))
            .withName("llama_model_quantize_params");

    static final List<StructLayout> ALL =
            List.of(MODEL_PARAMS, CONTEXT_PARAMS, BATCH, SAMPLER_CHAIN_PARAMS, THREADPOOL_PARAMS);

    private LlamaLayouts() {}

    static int intOf(StructLayout layout, MemorySegment struct, String field) {
        return struct.get(JAVA_INT, offset(layout, field));
    }

    static float floatOf(StructLayout layout, MemorySegment struct, String field) {
        return struct.get(JAVA_FLOAT, offset(layout, field));
    }

    static boolean booleanOf(StructLayout layout, MemorySegment struct, String field) {
        return struct.get(JAVA_BYTE, offset(layout, field)) != 0;
    }

    static void set(StructLayout layout, MemorySegment struct, String field, int value) {
        struct.set(JAVA_INT, offset(layout, field), value);
    }

    static void set(StructLayout layout, MemorySegment struct, String field, long value) {
        struct.set(JAVA_LONG, offset(layout, field), value);
    }

    static void set(StructLayout layout, MemorySegment struct, String field, boolean value) {
        struct.set(JAVA_BYTE, offset(layout, field), (byte) (value ? 1 : 0));
    }

    static void set(StructLayout layout, MemorySegment struct, String field, MemorySegment value) {
        struct.set(ADDRESS, offset(layout, field), value);
    }

    private static long offset(StructLayout layout, String field) {
        return layout.byteOffset(PathElement.groupElement(field));
    }
}
