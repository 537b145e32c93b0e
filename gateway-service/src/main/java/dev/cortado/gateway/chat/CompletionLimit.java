package dev.cortado.gateway.chat;

import dev.cortado.contracts.unit.TokenCount;

/// The most completion tokens wanted.
///
/// @param setByClient true where the client named the number itself: then a hold is never shrunk below it
public record CompletionLimit(TokenCount tokens, boolean setByClient) {}
