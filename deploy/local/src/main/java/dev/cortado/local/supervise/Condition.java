package dev.cortado.local.supervise;

/// How a part is.
public enum Condition {
    /// For other parts, or for something still to be fetched.
    WAITING,
    PREPARING,
    STARTING,
    READY,
    /// Running, and has been ready, but does not answer now.
    UNREADY,
    /// It died or could not start, and is started again after a pause.
    RESTARTING,
    /// Stopped by `./cortado stop`.
    HELD,
    STOPPED
}
