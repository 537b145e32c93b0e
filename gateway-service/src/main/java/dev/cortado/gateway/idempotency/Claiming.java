package dev.cortado.gateway.idempotency;

/// The outcome of claiming a key.
public sealed interface Claiming {

    /// It is this request's to answer.
    record Claimed(Claim claim) implements Claiming {}

    /// It was answered before.
    record Answered(KeptAnswer answer) implements Claiming {}

    /// Why the request is neither run nor answered.
    sealed interface Refused extends Claiming {}

    /// The first request of this key still runs.
    record InFlight() implements Refused {}

    /// The key belongs to a request that said something else.
    record AnotherRequest() implements Refused {}

    /// Its answer was lost each time it was run.
    record LostTooOften(int runs) implements Refused {}

    /// The store of keys cannot be asked.
    record Unavailable() implements Refused {}
}
