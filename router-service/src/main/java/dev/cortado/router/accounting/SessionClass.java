package dev.cortado.router.accounting;

/// What a session's attempts may take, and what its leases may keep.
public enum SessionClass {
    /// Attempts that are over within the short token life (35 s); leases may keep idle slack.
    SHORT,
    /// Longer attempts and batches; leases grow by exactly each hold.
    LONG
}
