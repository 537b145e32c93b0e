package dev.cortado.inference.gguf;

import java.util.List;

/// A value of a GGUF file's metadata.
public sealed interface GgufValue {

    record Text(String text) implements GgufValue {}

    record Whole(long value) implements GgufValue {}

    record Real(double value) implements GgufValue {}

    record Truth(boolean value) implements GgufValue {}

    record Wholes(List<Long> values) implements GgufValue {

        public Wholes {
            values = List.copyOf(values);
        }
    }

    /// A list that is not kept, such as a vocabulary.
    record Omitted(long length) implements GgufValue {}
}
