package dev.cortado.inference.verify;

import dev.cortado.contracts.unit.TokenCount;

/// @param max the most completion tokens the client wants
/// @param mayShorten whether the node may give fewer where the hold pays for fewer
public record CompletionWish(TokenCount max, boolean mayShorten) {

    public CompletionWish {
        if (max.count() < 1) {
            throw new IllegalArgumentException("at least one completion token must be wished for");
        }
    }
}
