package dev.cortado.bench.faults;

/// How one request ended, as its client saw it.
sealed interface Answer {

    /// It was answered in full.
    ///
    /// @param decision the reservation's id
    record Finished(String decision, long costNanoUsd) implements Answer {}

    /// 429 `insufficient_quota`: the budget is exhausted.
    record BudgetExhausted() implements Answer {}

    /// 429 of another kind: as many requests run at once as may, and the client is told to come again.
    record Busy() implements Answer {}

    /// 503 before anything was generated.
    ///
    /// @param placed whether an attempt was placed, of which nothing was heard: it may hold money for a while
    record Unavailable(String message, boolean placed) implements Answer {}

    /// It ended in the middle: by the client's own will, or with an error.
    record BrokeOff(String why) implements Answer {}

    /// Something that no fault explains.
    record Unexpected(int status, String body) implements Answer {}
}
