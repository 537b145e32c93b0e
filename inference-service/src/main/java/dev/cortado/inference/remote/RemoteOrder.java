package dev.cortado.inference.remote;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.Tenant;
import java.util.List;

/// What a server is asked to generate.
///
/// @param model by the name that the server knows, which may be an adapter's
/// @param completionMax the most tokens to draw
/// @param stops texts that end the completion and are not part of it
public record RemoteOrder(
        String model,
        Tenant tenant,
        Conversation conversation,
        TokenCount completionMax,
        Sampling sampling,
        List<String> stops) {

    public RemoteOrder {
        stops = List.copyOf(stops);
    }
}
