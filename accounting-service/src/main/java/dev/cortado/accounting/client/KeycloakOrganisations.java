package dev.cortado.accounting.client;

import static dev.cortado.accounting.client.KeycloakAnswers.ask;
import static dev.cortado.accounting.client.KeycloakAnswers.send;

import dev.cortado.accounting.identity.DirectoryFailure;
import dev.cortado.accounting.identity.Tenant;
import dev.cortado.contracts.unit.OrganisationId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.resource.OrganizationMembersResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.OrganizationDomainRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;

/// Organisations of the realm, each marked with our id.
final class KeycloakOrganisations {

    /// The attribute that marks an organisation or client as ours, with our id.
    static final String MARK = "cortado.organisation";

    private static final String SHUT_OUT = "cortado.shut-out";
    private static final String DOMAIN = ".cortado.invalid";
    private static final int FOUND_MAX = 20;

    private final RealmResource realm;

    KeycloakOrganisations(RealmResource realm) {
        this.realm = realm;
    }

    void keep(Tenant organisation) {
        List<String> mark = List.of(organisation.id().value());
        Optional<OrganizationRepresentation> found = find(organisation.name());
        if (found.isEmpty()) {
            OrganizationRepresentation made = new OrganizationRepresentation();
            made.setName(organisation.name());
            made.setAlias(organisation.name());
            made.setEnabled(true);
            made.addDomain(domain(organisation));
            made.setAttributes(Map.of(MARK, mark));
            send("make the organisation", Set.of(), () -> realm.organizations().create(made));
            return;
        }
        List<String> there = attribute(found.get(), MARK);
        if (there.isEmpty()) {
            putAttribute(found.get(), MARK, mark);
        } else if (!there.equals(mark)) {
            throw new DirectoryFailure(
                    DirectoryFailure.Kind.REFUSED,
                    "Keycloak has another organisation '" + organisation.name() + "', marked " + there);
        }
    }

    void setEnabled(Tenant organisation, boolean enabled) {
        OrganizationRepresentation found = known(organisation);
        if (found.isEnabled() != enabled) {
            found.setEnabled(enabled);
            update(found);
        }
    }

    OrganizationMembersResource members(Tenant organisation) {
        return realm.organizations().get(known(organisation).getId()).members();
    }

    Set<String> shutOut(Tenant organisation) {
        return Set.copyOf(attribute(known(organisation), SHUT_OUT));
    }

    void keepShutOut(Tenant organisation, Set<String> people) {
        OrganizationRepresentation found = known(organisation);
        if (!Set.copyOf(attribute(found, SHUT_OUT)).equals(people)) {
            putAttribute(found, SHUT_OUT, people.stream().sorted().toList());
        }
    }

    /// The organisation by its mark; one that is not ours keeps Keycloak's own id.
    static Tenant tenant(OrganizationRepresentation found) {
        List<String> mark = attribute(found, MARK);
        return new Tenant(new OrganisationId(mark.isEmpty() ? found.getId() : mark.getFirst()), found.getName());
    }

    /// Keycloak wants at least one domain, of this organisation alone; nobody has an address of this one.
    private static OrganizationDomainRepresentation domain(Tenant organisation) {
        byte[] id = organisation.id().value().getBytes(StandardCharsets.UTF_8);
        return new OrganizationDomainRepresentation(UUID.nameUUIDFromBytes(id) + DOMAIN);
    }

    private void putAttribute(OrganizationRepresentation organisation, String name, List<String> values) {
        Map<String, List<String>> attributes = new HashMap<>(orEmpty(organisation.getAttributes()));
        if (values.isEmpty()) {
            attributes.remove(name);
        } else {
            attributes.put(name, values);
        }
        organisation.setAttributes(attributes);
        update(organisation);
    }

    private void update(OrganizationRepresentation organisation) {
        send(
                "change the organisation",
                Set.of(),
                () -> realm.organizations().get(organisation.getId()).update(organisation));
    }

    private Optional<OrganizationRepresentation> find(String name) {
        return ask("find the organisation", () -> realm.organizations().search(name, true, 0, FOUND_MAX, false))
                .stream()
                .filter(each -> name.equals(each.getName()))
                .findFirst();
    }

    private OrganizationRepresentation known(Tenant organisation) {
        return find(organisation.name())
                .orElseThrow(() -> new DirectoryFailure(
                        DirectoryFailure.Kind.REFUSED,
                        "Keycloak has no organisation '" + organisation.name()
                                + "'; retry its task create-organisation"));
    }

    private static List<String> attribute(OrganizationRepresentation organisation, String name) {
        return orEmpty(organisation.getAttributes()).getOrDefault(name, List.of());
    }

    private static Map<String, List<String>> orEmpty(@Nullable Map<String, List<String>> map) {
        return map == null ? Map.of() : map;
    }
}
