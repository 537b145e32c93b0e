package dev.cortado.router.client;

/// A call to another service got no answer, or an error for one.
final class CallFailed extends RuntimeException {

    private final boolean invalid;

    CallFailed(String message) {
        this(message, false);
    }

    /// @param invalid whether the service calls the message itself wrong, so that it would refuse it again
    CallFailed(String message, boolean invalid) {
        super(message, null, false, false);
        this.invalid = invalid;
    }

    boolean isInvalid() {
        return invalid;
    }
}
