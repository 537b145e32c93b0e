package dev.cortado.gateway.client;

import dev.cortado.gateway.authenticate.PersonVerifier;
import dev.cortado.gateway.configuration.CallConfiguration;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;

/// Verifies JWTs with Quarkus' OIDC client: signature against the provider's key set, issuer, expiry, audience.
///
/// It is asked from here alone; OIDC guards no path. Keys are fetched when a token first needs them, so that a provider
/// that is down delays nothing but persons.
@ApplicationScoped
public class KeycloakPersons implements PersonVerifier {

    private static final Logger LOG = Logger.getLogger(KeycloakPersons.class);

    private final Vertx vertx;
    private final TenantIdentityProvider provider;
    private final CallConfiguration configuration;

    KeycloakPersons(Vertx vertx, TenantIdentityProvider provider, CallConfiguration configuration) {
        this.vertx = vertx;
        this.provider = provider;
        this.configuration = configuration;
    }

    @Override
    public CompletionStage<Verification> verify(String token) {
        Context context = vertx.getOrCreateContext();
        CompletableFuture<Verification> outcome = new CompletableFuture<>();
        provider.authenticate(new AccessTokenCredential(token))
                .ifNoItem()
                .after(configuration.verifyTimeout())
                .fail()
                .map(KeycloakPersons::person)
                .onFailure()
                .recoverWithItem(KeycloakPersons::failure)
                .subscribe()
                .with(
                        found -> context.runOnContext(_ -> outcome.complete(found)),
                        failure -> context.runOnContext(_ -> outcome.completeExceptionally(failure)));
        return outcome;
    }

    private static Verification person(SecurityIdentity identity) {
        return identity.getPrincipal() instanceof OidcJwtCallerPrincipal principal
                ? PersonClaims.read(principal.getClaims())
                : new Verification.Invalid("it carries no claims");
    }

    /// A wrong token fails with what is wrong in it; everything else means that the provider could not be asked.
    private static Verification failure(Throwable failure) {
        boolean aboutTheToken = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidJwtException invalid) {
                return new Verification.Invalid(why(invalid));
            }
            if (cause instanceof OIDCException || cause instanceof IOException) {
                LOG.warnf("a JWT could not be verified: %s", failure.toString());
                return new Verification.KeysUnavailable();
            }
            aboutTheToken |= cause instanceof AuthenticationFailedException;
        }
        if (aboutTheToken) {
            return new Verification.Invalid("it could not be verified");
        }
        LOG.warnf("a JWT could not be verified: %s", failure.toString());
        return new Verification.KeysUnavailable();
    }

    private static String why(InvalidJwtException invalid) {
        if (invalid.hasExpired()) {
            return "it has expired";
        }
        if (invalid.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || invalid.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return "its audience is not this platform";
        }
        if (invalid.hasErrorCode(ErrorCodes.ISSUER_INVALID) || invalid.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return "its issuer is not the one trusted here";
        }
        return "its signature or a claim is wrong";
    }
}
