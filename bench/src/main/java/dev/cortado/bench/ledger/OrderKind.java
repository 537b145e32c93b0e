package dev.cortado.bench.ledger;

/// What a router's order for leases is for.
enum OrderKind {
    /// A request waits: there is no room for it.
    ASK,
    /// There is room still, but less than half of what is expected to be held. Nobody waits.
    RENEW,
    /// There is more than twice the room that is expected to be held. Nobody waits.
    GIVE_BACK
}
