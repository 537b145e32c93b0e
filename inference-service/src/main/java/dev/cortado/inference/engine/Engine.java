package dev.cortado.inference.engine;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdapterLoading.AdapterSource;
import java.util.Optional;
import java.util.Set;

/// A loaded model that generates. Safe for use by several threads.
public interface Engine extends AutoCloseable {

    EngineDescription description();

    /// Renders and counts; takes CPU time in proportion to the conversation, so not on an event loop.
    ///
    /// @throws EngineStopped by one whose model is given back
    PromptPreparation prepare(Conversation conversation);

    /// Returns at once; the listener hears the rest.
    Submission submit(GenerationOrder order, GenerationListener listener);

    Occupancy occupancy();

    /// The exact count of a conversation's tokens under the model's template; empty where the
    /// template does not take it. Takes CPU time like [#prepare].
    default Optional<TokenCount> countTokens(Conversation conversation) {
        return switch (prepare(conversation)) {
            case PromptPreparation.Prepared(var prompt) -> Optional.of(prompt.count());
            case PromptPreparation.Unrenderable _, PromptPreparation.Unsupported _ -> Optional.empty();
        };
    }

    /// By which texts become vectors; empty for an engine that cannot.
    default Optional<Embedder> embedder() {
        return Optional.empty();
    }

    /// Loads an adapter onto the model, between two steps; blocks until that is done, so not on an event loop.
    default AdapterLoading load(AdapterSource adapter) {
        return new AdapterLoading.Unusable("this engine takes no adapters");
    }

    /// Ids of the adapters that an order may name.
    default Set<String> adapters() {
        return Set.of();
    }

    /// False once it was closed or broke, or while what it depends on is away; it then takes no orders.
    boolean running();

    /// Why it takes no orders, where it is not running.
    default String outage() {
        return "the engine has stopped";
    }

    /// Why it broke for good, so that only a new process brings it back; empty while it did not.
    default Optional<String> lost() {
        return Optional.empty();
    }

    /// From now on takes no orders, and gives back those that wait, as not started because the engine stops; what runs
    /// goes on to its end.
    default void drain() {}

    /// Ends what runs as failed, forgets what waits, and frees the model.
    @Override
    void close();
}
