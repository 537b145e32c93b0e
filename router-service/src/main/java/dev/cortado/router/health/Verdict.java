package dev.cortado.router.health;

/// What an attempt's end says of its node.
public enum Verdict {
    /// The node answered.
    SUCCEEDED,
    /// The node could not be reached, went away, overran its time or its engine broke.
    FAILED,
    /// Nothing: a client that left, a refusal, an end that nobody heard.
    UNDECIDED
}
