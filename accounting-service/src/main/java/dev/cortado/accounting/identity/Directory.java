package dev.cortado.accounting.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where people, their organisations and groups are kept: Keycloak.
///
/// Every call may be repeated and then changes nothing more. Calls block, and throw [DirectoryFailure].
public interface Directory {

    /// The organisation, under its name and marked with its id; one that is marked with another id is refused.
    void keepOrganisation(Tenant organisation);

    void setEnabled(Tenant organisation, boolean enabled);

    /// The group of this path, with those above it.
    void keepGroup(String path);

    /// The organisation's client with a service account in the group. The directory makes the secret and keeps it.
    void keepClient(Tenant organisation, String group);

    /// What is not there stays so.
    void setClientEnabled(Tenant organisation, boolean enabled);

    /// The person of this email, made if there is none; the user name only counts for one who is made.
    Person keepPerson(String email, String username);

    /// Sends who has no password yet a letter to set one, where the directory can send letters.
    void welcome(Person person);

    /// A member by id, user name or email.
    Optional<Person> member(Tenant organisation, String person);

    /// Members in an order of the directory's.
    List<Person> members(Tenant organisation, int first, int most);

    void join(Tenant organisation, Person person);

    void leave(Tenant organisation, Person person);

    /// The organisations whose member the person is.
    List<Affiliation> affiliations(Person person);

    /// Paths of the groups the person is in.
    List<String> groups(Person person);

    void enter(Person person, String group);

    /// A group that is not there was left long ago.
    void exit(Person person, String group);

    /// Disabling ends the person's sessions.
    void setEnabled(Person person, boolean enabled);

    /// Whether the person administers the whole platform.
    boolean administersPlatform(Person person);

    /// Ids of the people whom the organisation's suspension shut out, as kept with it.
    Set<String> shutOut(Tenant organisation);

    void keepShutOut(Tenant organisation, Set<String> people);

    /// An organisation of a person.
    record Affiliation(Tenant organisation, boolean enabled) {}
}
