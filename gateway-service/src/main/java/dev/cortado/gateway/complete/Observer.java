package dev.cortado.gateway.complete;

import java.time.Duration;

/// Measures completions.
public interface Observer {

    /// @param sinceArrival time to first token as the gateway sees it
    /// @param waited the part of it spent waiting for the client's body and for other services
    void firstDelta(Duration sinceArrival, Duration waited);

    /// A further attempt is made.
    void rerouted();

    /// The client went away before the end.
    void gone();
}
