package dev.cortado.gateway.http;

/// A request that cannot be served, with the error that says why.
final class InvalidRequest extends Exception {

    private final transient ApiError error;

    InvalidRequest(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    ApiError error() {
        return error;
    }
}
