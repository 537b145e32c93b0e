package dev.cortado.inference.gguf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The header of a GGUF file.
///
/// @param metadata by key
/// @param bytes of the whole file
public record GgufFile(int version, Map<String, GgufValue> metadata, List<Tensor> tensors, long bytes) {

    public GgufFile {
        metadata = Map.copyOf(metadata);
        tensors = List.copyOf(tensors);
    }

    /// @param dimensions at most four, the fastest first
    /// @param type as ggml numbers them
    /// @param offset in bytes from the beginning of the tensors' data
    public record Tensor(String name, List<Long> dimensions, int type, long offset) {

        public Tensor {
            dimensions = List.copyOf(dimensions);
        }

        /// 1 where the tensor has no such dimension.
        public long dimension(int index) {
            return index < dimensions.size() ? dimensions.get(index) : 1;
        }
    }

    public Optional<String> text(String key) {
        return metadata.get(key) instanceof GgufValue.Text(var text) ? Optional.of(text) : Optional.empty();
    }

    public OptionalLong whole(String key) {
        return metadata.get(key) instanceof GgufValue.Whole(var value) ? OptionalLong.of(value) : OptionalLong.empty();
    }

    /// A key that holds one number for all layers, or one for each.
    public OptionalLong wholeOfLayer(String key, int layer) {
        return switch (metadata.get(key)) {
            case GgufValue.Whole(var value) -> OptionalLong.of(value);
            case GgufValue.Wholes(var values) when layer < values.size() -> OptionalLong.of(values.get(layer));
            case null, default -> OptionalLong.empty();
        };
    }
}
