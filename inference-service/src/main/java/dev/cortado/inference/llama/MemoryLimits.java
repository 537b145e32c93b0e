package dev.cortado.inference.llama;

import dev.cortado.inference.gguf.TensorType;
import java.util.Optional;
import java.util.OptionalLong;

/// How much memory models may take.
///
/// @param check false loads whatever the numbers say
/// @param modelBytes the most that one model may need; empty: the machine's or the container's memory
/// @param cacheBytes of one model's key-value cache; empty: as much as its slots and context take
/// @param cacheType F16 or Q8_0
/// @param deviceBytes of a GPU; empty: nine tenths of what is free there
public record MemoryLimits(
        boolean check,
        OptionalLong modelBytes,
        OptionalLong cacheBytes,
        TensorType cacheType,
        OptionalLong deviceBytes) {

    /// Everything that fits the machine.
    public static final MemoryLimits NONE =
            new MemoryLimits(true, OptionalLong.empty(), OptionalLong.empty(), TensorType.F16, OptionalLong.empty());

    public MemoryLimits {
        if (cacheType != TensorType.F16 && cacheType != TensorType.Q8_0) {
            throw new IllegalArgumentException("the type of the key-value cache must be f16 or q8_0, not " + cacheType);
        }
    }

    /// Why a model can never be loaded here, with the numbers; empty if it can.
    Optional<String> refusal(MemoryPlan plan, long totalBytes) {
        long most = modelBytes.orElse(totalBytes);
        if (!check || plan.bytes() <= most) {
            return Optional.empty();
        }
        return Optional.of("the model is larger than memory: " + plan.describe() + ", and "
                + (modelBytes.isPresent() ? "cortado.inference.memory.model-mib allows " : "there are ")
                + MemoryPlan.mib(most) + " MiB in all");
    }

    /// What a model waits for that could be loaded if others took less; empty if it may be loaded now.
    Optional<String> shortage(MemoryPlan plan, long totalBytes, long availableBytes) {
        return check && refusal(plan, totalBytes).isEmpty() && plan.bytes() > availableBytes
                ? Optional.of("waits for memory: " + plan.describe() + ", and less of the " + MemoryPlan.mib(totalBytes)
                        + " MiB is available")
                : Optional.empty();
    }
}
