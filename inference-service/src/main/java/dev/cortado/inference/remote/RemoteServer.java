package dev.cortado.inference.remote;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Capability;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.Submission;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A server that generates, as an adapter speaks to it. All calls block for at most the adapter's time limits, and are
/// safe for use by several threads.
public interface RemoteServer extends AutoCloseable {

    /// Asks what it is and whether it serves the model.
    Probe probe();

    /// Counts a prompt by the server's own tokeniser and template.
    PromptCount count(Conversation conversation);

    /// Counts a completion's text by the server's own tokeniser; empty where it has none or does not answer.
    OptionalLong countText(String text);

    /// What can be asked for by this adapter beyond a text, if the server and its model can do it.
    default Set<Capability> expressible() {
        return Set.of();
    }

    /// What an order asks that the server cannot do.
    default Optional<Submission.Unserved> unserved(RemoteOrder order) {
        return Optional.empty();
    }

    /// Begins a generation; the answer is read from the call.
    ///
    /// @throws RemoteFailure if it does not begin
    RemoteCall open(RemoteOrder order);

    /// Frees what the adapter holds.
    @Override
    void close();

    /// What came of a probe.
    sealed interface Probe {}

    record Serving(ServerDescription description) implements Probe {}

    /// @param reason for people; names no secret
    record NotServing(String reason) implements Probe {}

    /// What came of counting.
    sealed interface PromptCount {}

    record Counted(TokenCount tokens) implements PromptCount {}

    /// Bounded, closer than by what a template adds at most.
    record AtMost(TokenCount tokens) implements PromptCount {}

    /// The model's template does not take the conversation.
    record Unrenderable(String reason) implements PromptCount {}

    /// The server counts no such prompts.
    record Uncountable() implements PromptCount {}

    /// The server counts such prompts, but did not this time: it does not answer, or fails.
    record Unanswered() implements PromptCount {}

    /// @param kind of server and version as far as it says, for people
    /// @param contextTokens of one request; 0: it does not say
    /// @param slots requests that it runs at once; 0: it does not say
    /// @param counts whether prompts are counted or bounded by what it says
    /// @param capabilities that such a server is known to have, whatever its model
    record ServerDescription(String kind, int contextTokens, int slots, boolean counts, Set<Capability> capabilities) {

        public ServerDescription {
            capabilities = Set.copyOf(capabilities);
        }

        /// A server of which only a text can be asked for.
        public ServerDescription(String kind, int contextTokens, int slots, boolean counts) {
            this(kind, contextTokens, slots, counts, Set.of());
        }
    }
}
