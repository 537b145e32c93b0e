package dev.cortado.inference.engine;

/// Hears one generation, on the engine's thread: it must return at once.
public interface GenerationListener {

    /// Whole characters, never empty.
    void delta(String text);

    /// The last call.
    void ended(GenerationEnd end);
}
