package dev.cortado.bench.simulation.world;

/// What an administrator may change while a history runs.
public enum AdministrativeChange {
    CAP_RAISED,
    CAP_LOWERED,
    LIMIT_HARDENED,
    LIMIT_SOFTENED,
    LIMIT_ADDED,
    LIMIT_REMOVED,
    WINDOW_CHANGED,
    ZONE_CHANGED,
    TENANT_SUSPENDED,
    TENANT_RESUMED
}
