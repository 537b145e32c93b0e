package dev.cortado.gateway.generate;

import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.route.Routed;

/// Runs attempts at the nodes that the router chose.
public interface Inference {

    /// Begins an attempt. The listener is called on the caller's event loop, never before this returns.
    Generation generate(Routed routed, ChatRequest request, String requestId, GenerationListener listener);
}
