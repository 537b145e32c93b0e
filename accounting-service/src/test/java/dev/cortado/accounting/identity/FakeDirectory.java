package dev.cortado.accounting.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A directory in memory that can break off before or after any of its changes.
final class FakeDirectory implements Directory {

    final Map<String, OrganisationState> organisations = new TreeMap<>();
    final Set<String> groups = new TreeSet<>();
    final Map<String, Boolean> clients = new TreeMap<>();
    final Map<String, PersonState> people = new TreeMap<>();
    final Set<String> platformAdministrators = new TreeSet<>();

    /// Changes still allowed; negative: without end.
    int changesLeft = -1;

    DirectoryFailure.Kind kind = DirectoryFailure.Kind.UNREACHABLE;

    static final class OrganisationState {
        final Tenant tenant;
        boolean enabled = true;
        final Set<String> members = new TreeSet<>();
        Set<String> shutOut = Set.of();

        OrganisationState(Tenant tenant) {
            this.tenant = tenant;
        }

        @Override
        public String toString() {
            return tenant + (enabled ? " open " : " closed ") + members + " without " + shutOut;
        }
    }

    static final class PersonState {
        final String id;
        final String username;
        final String email;
        boolean enabled = true;
        boolean welcomed;
        final Set<String> groups = new TreeSet<>();

        PersonState(String id, String username, String email) {
            this.id = id;
            this.username = username;
            this.email = email;
        }

        Person person() {
            return new Person(id, username, email, enabled);
        }

        @Override
        public String toString() {
            return person() + " in " + groups + (welcomed ? " welcomed" : "");
        }
    }

    /// Everything it holds, to compare.
    @Override
    public String toString() {
        return organisations + "\n" + groups + "\n" + clients + "\n" + people;
    }

    private void change() {
        if (changesLeft == 0) {
            throw new DirectoryFailure(kind, "the directory is away");
        }
        changesLeft--;
    }

    /// The change is made, but its answer is lost.
    private void changed() {
        if (changesLeft == 0) {
            throw new DirectoryFailure(kind, "the answer was lost");
        }
    }

    PersonState personOf(String email) {
        return Objects.requireNonNull(people.get(email), email);
    }

    boolean clientEnabled(String client) {
        return Objects.requireNonNull(clients.get(client), client);
    }

    private PersonState the(Person person) {
        return people.values().stream()
                .filter(each -> each.id.equals(person.id()))
                .findFirst()
                .orElseThrow();
    }

    private OrganisationState the(Tenant organisation) {
        return Optional.ofNullable(organisations.get(organisation.name()))
                .orElseThrow(() -> DirectoryFailure.refused("no organisation " + organisation.name()));
    }

    @Override
    public void keepOrganisation(Tenant organisation) {
        change();
        OrganisationState kept =
                organisations.computeIfAbsent(organisation.name(), name -> new OrganisationState(organisation));
        if (!kept.tenant.equals(organisation)) {
            throw DirectoryFailure.refused("another organisation " + organisation.name());
        }
        changed();
    }

    @Override
    public void setEnabled(Tenant organisation, boolean enabled) {
        change();
        the(organisation).enabled = enabled;
        changed();
    }

    @Override
    public void keepGroup(String path) {
        change();
        for (int at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) {
            groups.add(path.substring(0, at));
        }
        groups.add(path);
        changed();
    }

    @Override
    public void keepClient(Tenant organisation, String group) {
        change();
        clients.putIfAbsent(organisation.client() + " in " + group, true);
        changed();
    }

    @Override
    public void setClientEnabled(Tenant organisation, boolean enabled) {
        change();
        clients.replaceAll((name, old) -> name.startsWith(organisation.client() + " ") ? enabled : old);
        changed();
    }

    @Override
    public Person keepPerson(String email, String username) {
        change();
        PersonState kept =
                people.computeIfAbsent(email, address -> new PersonState("id-" + address, username, address));
        changed();
        return kept.person();
    }

    @Override
    public void welcome(Person person) {
        change();
        the(person).welcomed = true;
        changed();
    }

    @Override
    public Optional<Person> member(Tenant organisation, String person) {
        return the(organisation).members.stream()
                .map(id -> the(new Person(id, "", "", true)).person())
                .filter(each -> Set.of(each.id(), each.username(), each.email()).contains(person))
                .findFirst();
    }

    @Override
    public List<Person> members(Tenant organisation, int first, int most) {
        return the(organisation).members.stream()
                .skip(first)
                .limit(most)
                .map(id -> the(new Person(id, "", "", true)).person())
                .toList();
    }

    @Override
    public void join(Tenant organisation, Person person) {
        change();
        the(organisation).members.add(person.id());
        changed();
    }

    @Override
    public void leave(Tenant organisation, Person person) {
        change();
        the(organisation).members.remove(person.id());
        changed();
    }

    @Override
    public List<Affiliation> affiliations(Person person) {
        List<Affiliation> found = new ArrayList<>();
        organisations.values().stream()
                .filter(each -> each.members.contains(person.id()))
                .sorted(Comparator.comparing(each -> each.tenant.name()))
                .forEach(each -> found.add(new Affiliation(each.tenant, each.enabled)));
        return found;
    }

    @Override
    public List<String> groups(Person person) {
        return List.copyOf(the(person).groups);
    }

    @Override
    public void enter(Person person, String group) {
        change();
        if (!groups.contains(group)) {
            throw DirectoryFailure.refused("no group " + group);
        }
        the(person).groups.add(group);
        changed();
    }

    @Override
    public void exit(Person person, String group) {
        change();
        the(person).groups.remove(group);
        changed();
    }

    @Override
    public void setEnabled(Person person, boolean enabled) {
        change();
        the(person).enabled = enabled;
        changed();
    }

    @Override
    public boolean administersPlatform(Person person) {
        return platformAdministrators.contains(person.email());
    }

    @Override
    public Set<String> shutOut(Tenant organisation) {
        return the(organisation).shutOut;
    }

    @Override
    public void keepShutOut(Tenant organisation, Set<String> ids) {
        change();
        the(organisation).shutOut = Set.copyOf(new TreeSet<>(ids));
        changed();
    }
}
