package dev.cortado.accounting.tenant;

import java.util.Optional;

/// Who asks for an administrative write, and what makes it the same write again.
///
/// @param actor subject of the verified token
/// @param idempotencyKey repeating it with the same fingerprint repeats the answer
/// @param fingerprint method, path and body
/// @param action word for the audit
public record WriteOrder(String actor, Optional<String> idempotencyKey, String fingerprint, String action) {}
