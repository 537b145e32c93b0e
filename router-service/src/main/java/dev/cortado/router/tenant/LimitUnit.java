package dev.cortado.router.tenant;

/// What a limit counts.
public enum LimitUnit {
    NANO_USD,
    TOKENS,
    REQUESTS
}
