package dev.cortado.router.decision;

/// Why a node never started an attempt.
public enum RefusedBecause {
    UNSPECIFIED,
    BAD_SIGNATURE,
    OTHER_INCARNATION,
    TOKEN_USED,
    TOKEN_EXPIRED,
    HOLD_TOO_SMALL,
    CONTEXT_TOO_LONG,
    NOT_COUNTED,
    VARIANT_NOT_LOADED,
    QUEUE_FULL,
    TENANT_SHARE_FULL,
    METERING_UNAVAILABLE,
    DRAINING,
    UNSUPPORTED,
    CANCELLED;

    /// Whether the attempt surely never ran. A token that came twice was used the first time, perhaps at this moment.
    public boolean neverStarted() {
        return this != TOKEN_USED && this != OTHER_INCARNATION && this != BAD_SIGNATURE && this != UNSPECIFIED;
    }

    /// Whether the node takes nothing else either for a moment.
    public boolean closesNode() {
        return switch (this) {
            case QUEUE_FULL, METERING_UNAVAILABLE, DRAINING -> true;
            case UNSPECIFIED,
                    BAD_SIGNATURE,
                    OTHER_INCARNATION,
                    TOKEN_USED,
                    TOKEN_EXPIRED,
                    HOLD_TOO_SMALL,
                    CONTEXT_TOO_LONG,
                    NOT_COUNTED,
                    VARIANT_NOT_LOADED,
                    TENANT_SHARE_FULL,
                    UNSUPPORTED,
                    CANCELLED -> false;
        };
    }
}
