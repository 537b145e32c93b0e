package dev.cortado.gateway.http;

/// Bounds on what a chat request may hold; each is a configuration key.
record RequestLimits(
        int bodyBytesMax,
        int nestingMax,
        int messagesMax,
        int stopCharactersMax,
        long completionTokensDefault,
        long completionTokensMax) {}
