package dev.cortado.inference.llama;

import dev.cortado.inference.gguf.GgufFile;
import dev.cortado.inference.gguf.TensorType;
import java.util.OptionalLong;

/// What a model's file says of its size.
///
/// @param layers that can be put on a device one by one
/// @param keyValues numbers that one token takes in the key-value cache, over all layers
/// @param rowValuesMin the shortest row of the cache; a quantised type's blocks must fill it
/// @param contextTrained tokens it was trained for
record ModelShape(long fileBytes, long layers, OptionalLong keyValues, long rowValuesMin, OptionalLong contextTrained) {

    /// A model whose file does not say what its cache takes has none of fixed size, such as a recurrent one.
    static ModelShape of(GgufFile file) {
        String prefix = file.text("general.architecture").orElse("") + ".";
        long layers = file.whole(prefix + "block_count").orElse(0);
        long rowMin = Long.MAX_VALUE;
        long values = 0;
        boolean known = layers > 0;
        for (int layer = 0; layer < layers && known; layer++) {
            OptionalLong heads = file.wholeOfLayer(prefix + "attention.head_count", layer);
            OptionalLong kvHeads = file.wholeOfLayer(prefix + "attention.head_count_kv", layer);
            if (kvHeads.isEmpty()) {
                kvHeads = heads;
            }
            OptionalLong key = headSize(file, prefix, "attention.key_length", heads);
            OptionalLong value = headSize(file, prefix, "attention.value_length", heads);
            known = kvHeads.isPresent() && key.isPresent() && value.isPresent();
            if (known) {
                values += kvHeads.getAsLong() * (key.getAsLong() + value.getAsLong());
                rowMin = Math.min(rowMin, Math.min(key.getAsLong(), value.getAsLong()));
            }
        }
        return new ModelShape(
                file.bytes(),
                layers,
                known ? OptionalLong.of(values) : OptionalLong.empty(),
                rowMin,
                file.whole(prefix + "context_length"));
    }

    private static OptionalLong headSize(GgufFile file, String prefix, String key, OptionalLong heads) {
        OptionalLong given = file.whole(prefix + key);
        OptionalLong width = file.whole(prefix + "embedding_length");
        return given.isPresent() || width.isEmpty() || heads.isEmpty() || heads.getAsLong() < 1
                ? given
                : OptionalLong.of(width.getAsLong() / heads.getAsLong());
    }

    /// Bytes of the cache for one token; 0 where unknown.
    long cacheBytesPerToken(TensorType type) {
        return keyValues.isEmpty() ? 0 : type.bytes(keyValues.getAsLong());
    }
}
