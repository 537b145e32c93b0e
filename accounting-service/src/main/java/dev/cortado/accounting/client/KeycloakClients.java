package dev.cortado.accounting.client;

import static dev.cortado.accounting.client.KeycloakAnswers.ask;
import static dev.cortado.accounting.client.KeycloakAnswers.send;
import static dev.cortado.accounting.client.KeycloakAnswers.tell;

import dev.cortado.accounting.identity.DirectoryFailure;
import dev.cortado.accounting.identity.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/// The confidential client of each organisation, with its service account. Keycloak makes and keeps the secret.
final class KeycloakClients {

    private final RealmResource realm;

    KeycloakClients(RealmResource realm) {
        this.realm = realm;
    }

    /// Answers the user id of its service account.
    String keep(Tenant organisation) {
        Optional<ClientRepresentation> found = find(organisation);
        if (found.isEmpty()) {
            send("make the client", Set.of(409), () -> realm.clients().create(representation(organisation)));
            found = find(organisation);
        }
        ClientRepresentation client = found.orElseThrow(() ->
                new DirectoryFailure(DirectoryFailure.Kind.FAILED, "Keycloak made the client, but does not show it"));
        if (client.getAttributes() == null
                || !organisation.id().value().equals(client.getAttributes().get(KeycloakOrganisations.MARK))) {
            throw new DirectoryFailure(
                    DirectoryFailure.Kind.REFUSED,
                    "Keycloak has a client '" + organisation.client() + "' that is not marked with "
                            + KeycloakOrganisations.MARK + " = "
                            + organisation.id().value());
        }
        return ask(
                "find the service account",
                () -> realm.clients()
                        .get(client.getId())
                        .getServiceAccountUser()
                        .getId());
    }

    void setEnabled(Tenant organisation, boolean enabled) {
        find(organisation)
                .filter(client -> Boolean.TRUE.equals(client.isEnabled()) != enabled)
                .ifPresent(client -> {
                    client.setEnabled(enabled);
                    tell(
                            "change the client",
                            () -> realm.clients().get(client.getId()).update(client));
                });
    }

    private Optional<ClientRepresentation> find(Tenant organisation) {
        return ask("find the client", () -> realm.clients().findByClientId(organisation.client())).stream()
                .findFirst();
    }

    private static ClientRepresentation representation(Tenant organisation) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(organisation.client());
        client.setName("Service account of " + organisation.name());
        client.setEnabled(true);
        client.setPublicClient(false);
        client.setClientAuthenticatorType("client-secret");
        client.setStandardFlowEnabled(false);
        client.setImplicitFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setServiceAccountsEnabled(true);
        client.setFullScopeAllowed(true);
        client.setAttributes(
                Map.of(KeycloakOrganisations.MARK, organisation.id().value()));
        client.setProtocolMappers(List.of(
                mapper(
                        "audience-cortado",
                        "oidc-audience-mapper",
                        Map.of("included.custom.audience", "cortado", "access.token.claim", "true")),
                mapper(
                        "groups",
                        "oidc-group-membership-mapper",
                        Map.of("claim.name", "groups", "full.path", "true", "access.token.claim", "true"))));
        return client;
    }

    private static ProtocolMapperRepresentation mapper(String name, String kind, Map<String, String> settings) {
        ProtocolMapperRepresentation mapper = new ProtocolMapperRepresentation();
        mapper.setName(name);
        mapper.setProtocol("openid-connect");
        mapper.setProtocolMapper(kind);
        mapper.setConfig(settings);
        return mapper;
    }
}
