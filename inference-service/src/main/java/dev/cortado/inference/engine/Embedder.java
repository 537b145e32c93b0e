package dev.cortado.inference.engine;

import dev.cortado.contracts.unit.TokenCount;

/// Turns texts into vectors by a model's last hidden states. Safe for use by several threads; blocks while it computes,
/// so not on an event loop.
public interface Embedder {

    /// Numbers of each vector.
    int dimensions();

    /// The most tokens of one text.
    int tokensMax();

    /// @param text as it is: no template is applied, and nothing in it is a control token
    Embedding embed(String text, Pooling pooling);

    /// How one vector comes of the states of all tokens.
    enum Pooling {
        /// Their mean.
        MEAN,
        /// That of the last token, which has seen all others.
        LAST
    }

    /// What came of it.
    sealed interface Embedding {}

    /// @param vector of length 1
    /// @param tokens of the text, counted by the engine
    record Embedded(Vector vector, TokenCount tokens) implements Embedding {}

    /// The text is longer than [#tokensMax].
    record TooLong(TokenCount tokens, TokenCount tokensMax) implements Embedding {}

    /// The text has no token.
    record Empty() implements Embedding {}

    /// Nothing came of it, for a reason that is the engine's.
    record Failed(String reason) implements Embedding {}

    /// The numbers of one text.
    final class Vector {

        private final float[] values;

        /// @param values scaled here to length 1, unless all are 0
        public Vector(float[] values) {
            double squares = 0;
            for (float value : values) {
                squares += (double) value * value;
            }
            double length = squares == 0 ? 1 : Math.sqrt(squares);
            this.values = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                this.values[i] = (float) (values[i] / length);
            }
        }

        public int size() {
            return values.length;
        }

        public float value(int index) {
            return values[index];
        }

        /// The cosine between both, -1 to 1.
        ///
        /// @throws IllegalArgumentException if they are of different models' sizes
        public double cosine(Vector other) {
            if (other.values.length != values.length) {
                throw new IllegalArgumentException(
                        "vectors of " + values.length + " and " + other.values.length + " numbers");
            }
            double product = 0;
            for (int i = 0; i < values.length; i++) {
                product += (double) values[i] * other.values[i];
            }
            return product;
        }
    }
}
