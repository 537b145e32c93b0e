package dev.cortado.router.client;

/// A call to another service got no answer, or an error for one.
final class CallFailed extends RuntimeException {

    CallFailed(String message) {
        super(message, null, false, false);
    }
}
