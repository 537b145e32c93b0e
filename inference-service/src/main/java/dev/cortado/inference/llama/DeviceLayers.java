package dev.cortado.inference.llama;

import dev.cortado.inference.llama.LlamaLibrary.Accelerator;
import java.util.Optional;

/// How many of a model's layers are put on a GPU. Nobody has run this on a real device yet.
final class DeviceLayers {

    private static final int WHOLE_PERCENT = 100;
    private static final int USED_PERCENT = 90;

    private DeviceLayers() {}

    /// All, with the output layer, where the model, its cache and the step's buffers fit the device's budget; else as
    /// many as do, each reckoned as its even share; none without a device.
    static int of(ModelShape shape, MemoryPlan plan, Optional<Accelerator> device, MemoryLimits limits) {
        if (device.isEmpty() || shape.layers() < 1) {
            return 0;
        }
        long budget = limits.deviceBytes().orElse(device.get().freeBytes() / WHOLE_PERCENT * USED_PERCENT);
        long room = budget - MemoryPlan.COMPUTE_BYTES;
        long perLayer = Math.max(1, (plan.fileBytes() + plan.cacheBytes()) / shape.layers());
        return (int) Math.clamp(room / perLayer, 0, shape.layers() + 1);
    }
}
