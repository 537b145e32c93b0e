package dev.cortado.gateway.route;

import java.util.List;

/// How a request would be routed now.
///
/// @param budget as it is; nothing was held of it
public record Explained(List<Candidate> candidates, Frontier frontier, Budget budget) {

    public Explained {
        candidates = List.copyOf(candidates);
    }
}
