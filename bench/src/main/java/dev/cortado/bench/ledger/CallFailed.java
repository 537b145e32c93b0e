package dev.cortado.bench.ledger;

/// A call that accounting did not answer: sent again, unchanged, it may be.
final class CallFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// What went wrong.
    enum Kind {
        /// Accounting said so: mostly that a lock was not free within its `lock_timeout`.
        UNAVAILABLE,
        /// No answer came within the time that a router waits.
        TIMED_OUT,
        /// Anything else, such as no connection.
        OTHER
    }

    private final Kind kind;

    CallFailed(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
