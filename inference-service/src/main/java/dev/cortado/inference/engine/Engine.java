package dev.cortado.inference.engine;

/// A loaded model that generates. Safe for use by several threads.
public interface Engine extends AutoCloseable {

    EngineDescription description();

    /// Renders and counts; takes CPU time in proportion to the conversation, so not on an event loop.
    PromptPreparation prepare(Conversation conversation);

    /// Returns at once; the listener hears the rest.
    Submission submit(GenerationOrder order, GenerationListener listener);

    Occupancy occupancy();

    /// False once it was closed or broke; it then takes no more orders.
    boolean running();

    /// Ends what runs as failed, forgets what waits, and frees the model.
    @Override
    void close();
}
