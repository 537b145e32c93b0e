package dev.cortado.inference.llama;

import dev.cortado.inference.gguf.GgufFile;
import dev.cortado.inference.gguf.TensorType;
import java.util.Optional;
import java.util.OptionalLong;

/// What a model's file says of its size.
///
/// @param layers that can be put on a device one by one
/// @param keyValues numbers that one token takes in the key-value cache, over all layers
/// @param rowValuesMin the shortest row of the cache; a quantised type's blocks must fill it
/// @param contextTrained tokens it was trained for
/// @param fault why no model can be as its file says; empty where one can
record ModelShape(
        long fileBytes,
        long layers,
        OptionalLong keyValues,
        long rowValuesMin,
        OptionalLong contextTrained,
        Optional<String> fault) {

    /// More than any model has; so that what a corrupt file says can be reckoned with.
    private static final long LAYERS_MAX = 4_096;

    private static final long HEADS_MAX = 1 << 16;
    private static final long HEAD_VALUES_MAX = 1 << 20;

    /// A model whose file does not say what its cache takes has none of fixed size, such as a recurrent one.
    static ModelShape of(GgufFile file) {
        String prefix = file.text("general.architecture").orElse("") + ".";
        long layers = file.whole(prefix + "block_count").orElse(0);
        long rowMin = Long.MAX_VALUE;
        long values = 0;
        Optional<String> fault = possible("layers", layers, LAYERS_MAX);
        boolean known = layers > 0 && fault.isEmpty();
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
                fault = possible("key-value heads", kvHeads.getAsLong(), HEADS_MAX)
                        .or(() -> possible("numbers of a key", key.getAsLong(), HEAD_VALUES_MAX))
                        .or(() -> possible("numbers of a value", value.getAsLong(), HEAD_VALUES_MAX));
                known = fault.isEmpty();
            }
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
                file.whole(prefix + "context_length"),
                fault);
    }

    private static Optional<String> possible(String what, long said, long most) {
        return said >= 0 && said <= most
                ? Optional.empty()
                : Optional.of("its file is corrupt: it says " + Long.toUnsignedString(said) + " " + what
                        + ", and no model has more than " + most);
    }

    private static OptionalLong headSize(GgufFile file, String prefix, String key, OptionalLong heads) {
        OptionalLong given = file.whole(prefix + key);
        OptionalLong width = file.whole(prefix + "embedding_length");
        return given.isPresent() || width.isEmpty() || heads.isEmpty() || heads.getAsLong() < 1
                ? given
                : OptionalLong.of(Math.floorDiv(width.getAsLong(), heads.getAsLong()));
    }

    /// Bytes of the cache for one token; 0 where unknown.
    long cacheBytesPerToken(TensorType type) {
        return keyValues.isEmpty() ? 0 : type.bytes(keyValues.getAsLong());
    }
}
