package dev.cortado.gateway.idempotency;

/// A client's own name for one request, under which it may send it again, and which request that was.
///
/// @param requestSha256 over all that the answer depends on, in hexadecimal
public record IdempotencyKey(String value, String requestSha256) {}
