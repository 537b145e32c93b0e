package dev.cortado.router.client;

import io.vertx.grpc.common.GrpcStatus;
import org.jspecify.annotations.Nullable;

/// A call to another service got no answer, or an error for one.
public final class CallFailed extends RuntimeException {

    private final transient @Nullable GrpcStatus status;

    CallFailed(String message) {
        this(message, null);
    }

    /// @param status that the service answered with; null where no answer came, or one of no use
    CallFailed(String message, @Nullable GrpcStatus status) {
        super(message, null, false, false);
        this.status = status;
    }

    /// What the service answered with; null where no answer came, or one of no use.
    public @Nullable GrpcStatus status() {
        return status;
    }

    /// Whether the service calls the message itself wrong, so that it would refuse it again.
    boolean isInvalid() {
        return status == GrpcStatus.INVALID_ARGUMENT;
    }
}
