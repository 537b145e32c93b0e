package dev.cortado.inference.verify;

/// What a lease's counter counts.
public enum LimitKind {
    NANO_USD,
    TOKENS,
    REQUESTS
}
