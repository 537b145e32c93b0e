package dev.cortado.gateway.authenticate;

import java.util.concurrent.CompletionStage;

/// Verifies JWTs against the identity provider's keys: issuer, signature, expiry, audience.
public interface PersonVerifier {

    CompletionStage<Verification> verify(String token);

    /// What a JWT is worth.
    sealed interface Verification {

        record Verified(Person person) implements Verification {}

        record Invalid(String why) implements Verification {}

        /// The provider's keys cannot be had, so nothing can be said.
        record KeysUnavailable() implements Verification {}
    }
}
