package dev.cortado.accounting.client;

import dev.cortado.accounting.configuration.IdentityConfiguration;
import dev.cortado.accounting.configuration.IdentityConfiguration.Provisioning;
import dev.cortado.accounting.identity.Directory;
import dev.cortado.accounting.identity.DirectoryFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;

/// The directory that the configuration names.
@ApplicationScoped
public class Directories {

    private static final String REALMS = "/realms/";

    private final IdentityConfiguration configuration;
    private final Optional<String> issuer;
    private @Nullable Directory directory;

    Directories(
            IdentityConfiguration configuration,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> issuer) {
        this.configuration = configuration;
        this.issuer = issuer;
    }

    /// Whether accounting makes it so; else people do, by hand.
    public boolean provisions() {
        return configuration.provisioning() == Provisioning.KEYCLOAK;
    }

    /// Throws a refusal where the directory is kept by hand.
    public synchronized Directory directory() {
        if (!provisions()) {
            throw new DirectoryFailure(
                    DirectoryFailure.Kind.REFUSED,
                    "people are kept in Keycloak by hand here (cortado.accounting.identity.provisioning is none)");
        }
        Directory made = directory;
        if (made == null) {
            made = new KeycloakDirectory(connect());
            directory = made;
        }
        return made;
    }

    private org.keycloak.admin.client.resource.RealmResource connect() {
        String address = issuer.orElse("");
        int at = address.indexOf(REALMS);
        if (at < 0 || configuration.clientSecret().isEmpty()) {
            throw new IllegalStateException("identity provisioning needs quarkus.oidc.auth-server-url (https://host"
                    + REALMS + "NAME) and cortado.accounting.identity.client-secret");
        }
        String realm = address.substring(at + REALMS.length());
        Keycloak keycloak = KeycloakBuilder.builder()
                .serverUrl(address.substring(0, at))
                .realm(realm)
                .grantType(OAuth2Constants.CLIENT_CREDENTIALS)
                .clientId(configuration.clientId())
                .clientSecret(configuration.clientSecret().get())
                .build();
        return keycloak.realm(realm);
    }
}
