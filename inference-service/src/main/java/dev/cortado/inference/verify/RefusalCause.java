package dev.cortado.inference.verify;

/// Why an attempt is not started.
public enum RefusalCause {
    BAD_SIGNATURE,
    OTHER_INCARNATION,
    TOKEN_USED,
    TOKEN_EXPIRED,
    HOLD_TOO_SMALL,
    CONTEXT_TOO_LONG,
    /// The prompt could only be bounded this time, and the bound passes the hold or the context.
    NOT_COUNTED,
    VARIANT_NOT_LOADED,
    QUEUE_FULL,
    TENANT_SHARE_FULL,
    METERING_UNAVAILABLE,
    DRAINING,
    UNSUPPORTED
}
