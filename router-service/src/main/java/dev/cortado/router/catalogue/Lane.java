package dev.cortado.router.catalogue;

/// Whether somebody waits for the answer.
public enum Lane {
    REALTIME,
    BATCH
}
