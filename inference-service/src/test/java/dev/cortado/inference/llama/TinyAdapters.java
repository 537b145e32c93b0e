package dev.cortado.inference.llama;

import dev.cortado.inference.gguf.GgufWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/// Small LoRA adapters of noise: enough to change what a model says.
final class TinyAdapters {

    private static final int RANK = 4;
    private static final float STRENGTH = 0.25f;

    private TinyAdapters() {}

    /// On the query weights of the small model's first layers.
    ///
    /// @param width of the model: 576 for the small one
    static Path write(Path file, String architecture, int width, long seed) throws IOException {
        Random random = new Random(seed);
        GgufWriter writer = new GgufWriter()
                .put("general.type", "adapter")
                .put("general.architecture", architecture)
                .put("adapter.type", "lora")
                .put("adapter.lora.alpha", (float) RANK);
        for (int layer = 0; layer < 8; layer++) {
            String weight = "blk." + layer + ".attn_q.weight";
            writer.tensor(weight + ".lora_a", noise(random, width * RANK), width, RANK)
                    .tensor(weight + ".lora_b", noise(random, width * RANK), RANK, width);
        }
        return writer.write(file);
    }

    private static float[] noise(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = STRENGTH * (float) random.nextGaussian();
        }
        return values;
    }
}
