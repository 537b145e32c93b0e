package dev.cortado.accounting.client;

import static dev.cortado.accounting.client.KeycloakAnswers.ask;
import static dev.cortado.accounting.client.KeycloakAnswers.find;
import static dev.cortado.accounting.client.KeycloakAnswers.send;
import static dev.cortado.accounting.client.KeycloakAnswers.tell;

import dev.cortado.accounting.identity.Directory;
import dev.cortado.accounting.identity.Person;
import dev.cortado.accounting.identity.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.keycloak.admin.client.resource.OrganizationMembersResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/// Organisations, groups and people in a realm of Keycloak, over its admin interface.
final class KeycloakDirectory implements Directory {

    private static final String PLATFORM_ADMIN = "platform-admin";
    private static final String SET_PASSWORD = "UPDATE_PASSWORD";
    private static final int FOUND_MAX = 20;
    private static final int GROUPS_MAX = 1_000;

    private final RealmResource realm;
    private final KeycloakOrganisations organisations;
    private final KeycloakGroups groups;
    private final KeycloakClients clients;

    KeycloakDirectory(RealmResource realm) {
        this.realm = realm;
        this.organisations = new KeycloakOrganisations(realm);
        this.groups = new KeycloakGroups(realm);
        this.clients = new KeycloakClients(realm);
    }

    @Override
    public void keepOrganisation(Tenant organisation) {
        organisations.keep(organisation);
    }

    @Override
    public void setEnabled(Tenant organisation, boolean enabled) {
        organisations.setEnabled(organisation, enabled);
    }

    @Override
    public void keepGroup(String path) {
        groups.keep(path);
    }

    @Override
    public void keepClient(Tenant organisation, String group) {
        String account = clients.keep(organisation);
        enter(new Person(account, organisation.client(), "", true), group);
    }

    @Override
    public void setClientEnabled(Tenant organisation, boolean enabled) {
        clients.setEnabled(organisation, enabled);
    }

    @Override
    public Person keepPerson(String email, String username) {
        Optional<UserRepresentation> found =
                ask("find the user", () -> realm.users().searchByEmail(email, true)).stream()
                        .filter(each -> email.equalsIgnoreCase(each.getEmail()))
                        .findFirst();
        if (found.isPresent()) {
            return person(found.get());
        }
        UserRepresentation made = new UserRepresentation();
        made.setUsername(username);
        made.setEmail(email);
        made.setEnabled(true);
        made.setRequiredActions(List.of(SET_PASSWORD));
        String place = send("make the user", Set.of(), () -> realm.users().create(made))
                .map(Object::toString)
                .orElseThrow();
        return new Person(place.substring(place.lastIndexOf('/') + 1), username, email, true);
    }

    @Override
    public void welcome(Person person) {
        UserRepresentation user = ask("read the user", () -> user(person).toRepresentation());
        Map<String, String> letters =
                ask("read the realm", realm::toRepresentation).getSmtpServer();
        List<String> due = user.getRequiredActions();
        if (letters != null && !letters.isEmpty() && due != null && due.contains(SET_PASSWORD)) {
            tell("send the invitation", () -> user(person).executeActionsEmail(List.of(SET_PASSWORD)));
        }
    }

    @Override
    public Optional<Person> member(Tenant organisation, String person) {
        OrganizationMembersResource place = organisations.members(organisation);
        Optional<Person> byId = isId(person)
                ? find("find the member", () -> place.member(person).toRepresentation())
                        .map(KeycloakDirectory::person)
                : Optional.empty();
        return byId.or(() -> ask("find the member", () -> place.search(person, true, 0, FOUND_MAX)).stream()
                .filter(each -> person.equalsIgnoreCase(each.getUsername()) || person.equalsIgnoreCase(each.getEmail()))
                .findFirst()
                .map(KeycloakDirectory::person));
    }

    @Override
    public List<Person> members(Tenant organisation, int first, int most) {
        OrganizationMembersResource place = organisations.members(organisation);
        return ask("list the members", () -> place.list(first, most)).stream()
                .map(KeycloakDirectory::person)
                .toList();
    }

    @Override
    public void join(Tenant organisation, Person person) {
        OrganizationMembersResource place = organisations.members(organisation);
        send("add the member", Set.of(409), () -> place.addMember(person.id()));
    }

    @Override
    public void leave(Tenant organisation, Person person) {
        OrganizationMembersResource place = organisations.members(organisation);
        send("remove the member", Set.of(404), () -> place.member(person.id()).delete());
    }

    @Override
    public List<Affiliation> affiliations(Person person) {
        return ask(
                        "find the user's organisations",
                        () -> realm.organizations().members().getOrganizations(person.id(), false))
                .stream()
                .map(found -> new Affiliation(KeycloakOrganisations.tenant(found), found.isEnabled()))
                .toList();
    }

    @Override
    public List<String> groups(Person person) {
        return ask("list the user's groups", () -> user(person).groups(0, GROUPS_MAX, true)).stream()
                .map(GroupRepresentation::getPath)
                .toList();
    }

    @Override
    public void enter(Person person, String group) {
        String id = groups.known(group);
        tell("put the user into " + group, () -> user(person).joinGroup(id));
    }

    @Override
    public void exit(Person person, String group) {
        groups.find(group)
                .ifPresent(id ->
                        tell("take the user out of " + group, () -> user(person).leaveGroup(id)));
    }

    @Override
    public void setEnabled(Person person, boolean enabled) {
        UserRepresentation user = ask("read the user", () -> user(person).toRepresentation());
        user.setEnabled(enabled);
        tell("change the user", () -> user(person).update(user));
        if (!enabled) {
            tell("sign the user out", () -> user(person).logout());
        }
    }

    @Override
    public boolean administersPlatform(Person person) {
        return ask(
                        "read the user's roles",
                        () -> user(person).roles().realmLevel().listEffective())
                .stream()
                .anyMatch(role -> PLATFORM_ADMIN.equals(role.getName()));
    }

    @Override
    public Set<String> shutOut(Tenant organisation) {
        return organisations.shutOut(organisation);
    }

    @Override
    public void keepShutOut(Tenant organisation, Set<String> people) {
        organisations.keepShutOut(organisation, people);
    }

    private UserResource user(Person person) {
        return realm.users().get(person.id());
    }

    private static Person person(UserRepresentation user) {
        return new Person(
                user.getId(),
                user.getUsername(),
                Objects.requireNonNullElse(user.getEmail(), ""),
                Boolean.TRUE.equals(user.isEnabled()));
    }

    private static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
