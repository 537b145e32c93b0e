package dev.cortado.inference.attempt;

import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.verify.AttemptGrant;
import java.util.List;

/// What a caller asks of this node.
public sealed interface AttemptCall {

    /// The token's signature is wrong, or what was signed is no token we understand.
    record NotGenuine(String message) implements AttemptCall {}

    /// The token is genuine, but the request wants what this node does not serve.
    ///
    /// @param field what the client calls it, empty where it has no such name
    /// @param message names the field
    record Unsupported(AttemptGrant grant, String field, String message) implements AttemptCall {}

    /// @param adapter that the request names; none: the variant's own, if it has one
    /// @param conversation with the profile's text, unless the variant covers it
    /// @param stops texts that end the completion
    /// @param profile of the grant
    record Wanted(
            AttemptGrant grant,
            AdapterUse adapter,
            Conversation conversation,
            Sampling sampling,
            List<String> stops,
            ProfileUse profile)
            implements AttemptCall {

        public Wanted {
            stops = List.copyOf(stops);
        }

        /// A request without a prompt profile.
        public Wanted(
                AttemptGrant grant,
                AdapterUse adapter,
                Conversation conversation,
                Sampling sampling,
                List<String> stops) {
            this(grant, adapter, conversation, sampling, stops, ProfileUse.NONE);
        }

        /// A request that names no adapter.
        public Wanted(AttemptGrant grant, Conversation conversation, Sampling sampling, List<String> stops) {
            this(grant, AdapterUse.NONE, conversation, sampling, stops, ProfileUse.NONE);
        }

        Wanted with(AttemptGrant newGrant) {
            return new Wanted(newGrant, adapter, conversation, sampling, stops, profile);
        }
    }
}
