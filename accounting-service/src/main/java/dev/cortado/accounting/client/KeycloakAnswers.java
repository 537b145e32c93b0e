package dev.cortado.accounting.client;

import dev.cortado.accounting.identity.DirectoryFailure;
import dev.cortado.accounting.identity.DirectoryFailure.Kind;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Keycloak's answers as the outcomes of a [dev.cortado.accounting.identity.Directory].
final class KeycloakAnswers {

    private static final Set<Integer> AWAY = Set.of(502, 503, 504);
    private static final int DETAIL_LENGTH_MAX = 200;

    private KeycloakAnswers() {}

    static <T> T ask(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (WebApplicationException refused) {
            throw failure(what, refused.getResponse());
        } catch (ProcessingException away) {
            if (away.getCause() instanceof WebApplicationException refused) {
                throw failure(what, refused.getResponse());
            }
            throw new DirectoryFailure(Kind.UNREACHABLE, what + ": Keycloak cannot be reached");
        }
    }

    static void tell(String what, Runnable call) {
        ask(what, () -> {
            call.run();
            return true;
        });
    }

    static <T> Optional<T> find(String what, Supplier<T> call) {
        return ask(what, () -> {
            try {
                return Optional.of(call.get());
            } catch (WebApplicationException refused) {
                if (refused.getResponse().getStatus() == 404) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    /// Sends what is answered without a body.
    ///
    /// @param already statuses that say it was so before
    /// @return where what was made lies; empty where nothing was
    static Optional<URI> send(String what, Set<Integer> already, Supplier<Response> call) {
        return ask(what, () -> {
            try (Response response = call.get()) {
                int status = response.getStatus();
                if (status >= 300 && !already.contains(status)) {
                    throw failure(what, response);
                }
                return status == 201 ? Optional.ofNullable(response.getLocation()) : Optional.empty();
            }
        });
    }

    private static DirectoryFailure failure(String what, Response response) {
        int status = response.getStatus();
        String said = what + ": Keycloak answered " + status + detail(response);
        return switch (status) {
            case 401 ->
                new DirectoryFailure(
                        Kind.FAILED, what + ": Keycloak does not accept the service account; check its client secret");
            case 403 ->
                new DirectoryFailure(
                        Kind.FAILED,
                        what
                                + ": the service account may not do this; it needs the realm-management roles manage-realm,"
                                + " manage-users and manage-clients");
            default ->
                new DirectoryFailure(
                        AWAY.contains(status)
                                ? Kind.UNREACHABLE
                                : status >= 500 || status == 429 || status == 408 ? Kind.FAILED : Kind.REFUSED,
                        said);
        };
    }

    private static String detail(Response response) {
        try {
            String body = response.hasEntity() ? response.readEntity(String.class) : "";
            return body.isBlank() ? "" : ": " + body.substring(0, Math.min(body.length(), DETAIL_LENGTH_MAX));
        } catch (ProcessingException | IllegalStateException unreadable) {
            return "";
        }
    }
}
