package dev.cortado.gateway.complete;

import dev.cortado.gateway.check.Judgement;
import java.time.Duration;

/// Measures completions.
public interface Observer {

    /// @param sinceArrival time to first token as the gateway sees it
    /// @param waited the part of it spent waiting for the client's body and for other services
    void firstDelta(Duration sinceArrival, Duration waited);

    /// A further attempt is made.
    void rerouted();

    /// A second attempt runs beside one whose first token is late.
    void hedged();

    /// One of the two brought a token first.
    ///
    /// @param byHedge whether that was the second
    void hedgeWon(boolean byHedge);

    /// A verifier was to judge an answer.
    void verified(Judgement judgement);

    /// The client went away before the end.
    void gone();
}
