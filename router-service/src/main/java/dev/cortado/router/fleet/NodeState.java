package dev.cortado.router.fleet;

/// How a configured node stands with this router.
public enum NodeState {
    /// Reports, and takes attempts.
    UP,
    /// Reports, but takes none: draining, without metering, or lately refusing.
    CLOSED,
    /// Its last report is too old to be used.
    STALE,
    /// No stream from it.
    GONE
}
