package dev.cortado.router.features;

/// A sentence model: reads what a text means as a whole, in milliseconds of a core, where [PromptReader] takes
/// microseconds. Any number of threads may use one at once.
///
/// Implementations are services ([java.util.ServiceLoader]) of a folder of jars of their own, see [EncoderFolder]: the
/// router does without them, unless it is told where they are.
public interface SentenceEncoder extends AutoCloseable {

    /// What the vectors are of: those of another model mean something else.
    String model();

    /// Reads a text on the calling thread.
    ///
    /// @param tokensMax of a longer text the first and the last half of so many tokens are read; at least 2
    /// @return of length 1
    float[] encode(String text, int tokensMax);

    @Override
    void close();
}
