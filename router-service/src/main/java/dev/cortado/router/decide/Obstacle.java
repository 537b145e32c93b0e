package dev.cortado.router.decide;

/// What keeps a candidate from being taken, whatever utility is asked for.
public enum Obstacle {
    NONE,
    NO_PRICE,
    DOWN,
    FULL,
    SLOW,
    /// It lacks a capability, or its context is too short.
    UNABLE,
    TOO_DEAR,
    BARRED
}
