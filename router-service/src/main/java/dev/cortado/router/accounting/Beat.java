package dev.cortado.router.accounting;

/// The answer to a heartbeat.
public sealed interface Beat {

    record Beating(SessionTimes times) implements Beat {}

    /// The session drains, is fenced or closed: register a new one.
    record Ended() implements Beat {}
}
