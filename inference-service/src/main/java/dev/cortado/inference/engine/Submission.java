package dev.cortado.inference.engine;

/// Whether an engine took an order.
public sealed interface Submission {

    record Submitted(Generation generation) implements Submission {}

    /// All slots are busy and the queue is at its bound.
    record QueueFull(int queueDepthMax) implements Submission {}

    /// The tenant fills its share of the queue; others may still come in.
    record TenantShareFull(int waitingMax) implements Submission {}

    /// The engine cannot do what the order asks.
    ///
    /// @param field what the client calls it
    record Unserved(String field, String message) implements Submission {}

    /// The engine is stopping.
    record Stopped() implements Submission {}
}
