package dev.cortado.gateway.settle;

import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.Routed;
import java.util.concurrent.CompletionStage;

/// Tells the router how an attempt ended, so that the rest of its hold is free at once.
public interface Settler {

    /// The budget after it, or what was known at routing where the router does not answer: then the usage event on the
    /// log settles. Never completes exceptionally.
    CompletionStage<Budget> settle(Routed attempt, Settlement settlement);
}
