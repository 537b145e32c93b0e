package dev.cortado.inference.engine;

/// Hears one generation, on the engine's thread: it must return at once.
public interface GenerationListener {

    /// Whole characters of the only choice, never empty.
    void delta(String text);

    /// Not empty. Who asks for plain text only hears that.
    default void delta(Delta delta) {
        if (!delta.text().isEmpty()) {
            delta(delta.text());
        }
    }

    /// The last call.
    void ended(GenerationEnd end);
}
