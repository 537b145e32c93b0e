package dev.cortado.accounting.session;

/// What a heartbeat comes to.
public sealed interface Heartbeat {

    /// The session lives on.
    record Extended(SessionTimes times) implements Heartbeat {}

    /// The session is draining, fenced or closed, or was never there: the router registers a new one.
    record Ended() implements Heartbeat {}
}
