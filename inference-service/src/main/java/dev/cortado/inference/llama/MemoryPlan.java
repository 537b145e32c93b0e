package dev.cortado.inference.llama;

import dev.cortado.inference.gguf.TensorType;
import java.util.OptionalLong;

/// What loading a model will take, reckoned from its file's header before anything is loaded.
///
/// @param contextTokens of each slot, after the cache was fitted to its budget
/// @param fileBytes of the weights
/// @param cacheBytes of the key-value cache of all slots
record MemoryPlan(int slots, int contextTokens, long fileBytes, long cacheBytes) {

    /// Allowed for the buffers in which a step is computed, and for what the library keeps beside.
    static final long COMPUTE_BYTES = 128L << 20;

    private static final int CONTEXT_STEP = 256;
    private static final double BYTES_PER_MIB = 1 << 20;

    /// What came of planning.
    sealed interface Planning {}

    record Fits(MemoryPlan plan) implements Planning {}

    record TooLarge(String reason) implements Planning {}

    /// Fits slots and context to the budget of the cache: first fewer slots, since clients were told of the context;
    /// then less context, in steps of 256 tokens.
    static Planning of(ModelShape shape, int contextTokens, int slots, MemoryLimits limits) {
        if (shape.fault().isPresent()) {
            return new TooLarge(shape.fault().get());
        }
        if (shape.contextTrained().orElse(Long.MAX_VALUE) < contextTokens) {
            return new TooLarge("the catalogue gives it a context of " + contextTokens + " tokens, it was trained for "
                    + shape.contextTrained().getAsLong() + ": lower contextTokens");
        }
        TensorType type = limits.cacheType();
        if (shape.keyValues().isPresent() && shape.rowValuesMin() % type.blockValues() != 0) {
            return new TooLarge("its heads of " + shape.rowValuesMin() + " numbers do not fill blocks of "
                    + type.blockValues() + ": set cortado.inference.memory.kv-cache-type to f16");
        }
        long perToken = shape.cacheBytesPerToken(type);
        int slotsFitted = slots;
        int contextFitted = contextTokens;
        OptionalLong budget = limits.cacheBytes();
        if (budget.isPresent() && perToken > 0) {
            long tokens = budget.getAsLong() / perToken;
            slotsFitted = Math.clamp(tokens / contextTokens, 1, slots);
            if (tokens < contextTokens) {
                contextFitted = (int) (tokens / CONTEXT_STEP * CONTEXT_STEP);
            }
        }
        if (contextFitted < 1) {
            return new TooLarge("a key-value cache of " + mib(budget.orElse(0)) + " MiB holds fewer than "
                    + CONTEXT_STEP + " tokens of " + perToken + " bytes: raise cortado.inference.memory.kv-cache-mib");
        }
        return new Fits(new MemoryPlan(
                slotsFitted, contextFitted, shape.fileBytes(), product(perToken, (long) slotsFitted * contextFitted)));
    }

    /// At most a quarter of what can be counted, so that sums stay within it.
    private static long product(long bytes, long times) {
        return (long) Math.min(Long.MAX_VALUE / 4.0, (double) bytes * times);
    }

    /// What is left for the machine's own memory where so many of a model's layers lie on a device.
    ///
    /// @param onDevice more than `layers` where the output layer lies there too
    MemoryPlan beside(int onDevice, long layers) {
        if (onDevice < 1) {
            return this;
        }
        double here = Math.max(0, layers - onDevice) / (double) layers;
        return new MemoryPlan(slots, contextTokens, (long) (fileBytes * here), (long) (cacheBytes * here));
    }

    long bytes() {
        return fileBytes + cacheBytes + COMPUTE_BYTES;
    }

    /// The need in words.
    String describe() {
        return "it needs " + mib(bytes()) + " MiB (file " + mib(fileBytes) + ", key-value cache of " + slots + " × "
                + contextTokens + " tokens " + mib(cacheBytes) + ", compute about " + mib(COMPUTE_BYTES) + ")";
    }

    static long mib(long bytes) {
        return (long) Math.ceil(bytes / BYTES_PER_MIB);
    }
}
