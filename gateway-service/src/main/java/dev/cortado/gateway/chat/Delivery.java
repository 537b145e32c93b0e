package dev.cortado.gateway.chat;

/// How the answer reaches the client.
public enum Delivery {
    WHOLE,
    STREAMED,
    /// Streamed, with one more chunk at the end that repeats the usage and has no choices.
    STREAMED_WITH_USAGE_CHUNK;

    public boolean streamed() {
        return this != WHOLE;
    }
}
