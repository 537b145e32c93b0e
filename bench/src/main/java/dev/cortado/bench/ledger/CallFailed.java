package dev.cortado.bench.ledger;

import io.vertx.grpc.common.GrpcStatus;
import java.util.concurrent.CompletionException;

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

    /// What the routers' client tells.
    static CallFailed of(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof dev.cortado.router.client.CallFailed failed)) {
            return new CallFailed(Kind.OTHER, String.valueOf(cause));
        }
        GrpcStatus status = failed.status();
        Kind kind = status == null ? Kind.TIMED_OUT : status == GrpcStatus.UNAVAILABLE ? Kind.UNAVAILABLE : Kind.OTHER;
        return new CallFailed(kind, String.valueOf(failed.getMessage()));
    }

    Kind kind() {
        return kind;
    }
}
