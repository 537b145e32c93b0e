package dev.cortado.accounting.identity;

import java.util.List;
import java.util.Optional;

/// Something that must be so in the directory, since it is so in the books.
public sealed interface IdentityStep {

    /// The organisation with its groups and its service-account client.
    record CreateOrganisation() implements IdentityStep {}

    record CreateTeam(String team) implements IdentityStep {}

    /// The person is a member with this role, and in the team if one is given; they are made if nobody has the email.
    record AddMember(String email, String username, MemberRole role, Optional<String> team) implements IdentityStep {}

    /// @param person id, user name or email
    record RemoveMember(String person) implements IdentityStep {}

    /// Nobody signs in through the organisation any more.
    record SuspendOrganisation() implements IdentityStep {}

    record ResumeOrganisation() implements IdentityStep {}

    /// The same in words, for who does it by hand.
    static List<String> byHand(Tenant organisation, IdentityStep step) {
        return switch (step) {
            case CreateOrganisation() ->
                List.of(
                        "make the organisation '" + organisation.name() + "' with the attribute cortado.organisation = "
                                + organisation.id().value() + " and any domain of its own",
                        "make the groups " + organisation.group(MemberRole.ORGANISATION_ADMIN) + " and "
                                + organisation.group(MemberRole.VIEWER),
                        "make the confidential client '" + organisation.client()
                                + "' with a service account in the group " + organisation.group(MemberRole.VIEWER)
                                + ", the audience cortado, and full group paths in the claim groups");
            case CreateTeam(String team) -> List.of("make the group " + organisation.team(team));
            case AddMember(String email, String username, MemberRole role, Optional<String> team) ->
                List.of(
                        "find the user with the email " + email + ", or make the user '" + username + "'",
                        "add the user to the organisation '" + organisation.name() + "'",
                        "put the user into the groups "
                                + String.join(" and ", AddMembership.groups(organisation, role, team)));
            case RemoveMember(String person) ->
                List.of("take the user '" + person + "' out of the organisation '" + organisation.name()
                        + "' and out of " + organisation.group() + " and every group below it");
            case SuspendOrganisation() ->
                List.of(
                        "disable the organisation '" + organisation.name() + "' and the client '"
                                + organisation.client() + "'",
                        "disable and sign out its members who belong to no other organisation that is enabled");
            case ResumeOrganisation() ->
                List.of(
                        "enable the organisation '" + organisation.name() + "' and the client '" + organisation.client()
                                + "'",
                        "enable the members whom its suspension disabled");
        };
    }
}
