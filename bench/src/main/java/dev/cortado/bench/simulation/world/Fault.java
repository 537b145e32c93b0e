package dev.cortado.bench.simulation.world;

/// What may go wrong in a history.
public enum Fault {
    MESSAGE_LOST,
    MESSAGE_DOUBLED,
    MESSAGE_SLOW,
    PARTITION,
    CRASH,
    PAUSE,
    CLOCK_SKEW,
    DATABASE_FAILOVER,
    APPEND_SLOW,
    ACK_LOST
}
