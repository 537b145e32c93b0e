package dev.cortado.accounting.identity;

import java.util.List;

/// A person as a member of one organisation. No token, password or secret is ever a part of it.
///
/// @param role the widest they have there
/// @param teams by name
public record Member(Person person, MemberRole role, List<String> teams) {

    /// @param groups paths of every group the person is in, also of other organisations
    static Member of(Tenant organisation, Person person, List<String> groups) {
        String below = organisation.group() + "/";
        List<String> names = groups.stream()
                .filter(group -> group.startsWith(below))
                .map(group -> group.substring(below.length()))
                .toList();
        return new Member(
                person,
                MemberRole.among(names),
                names.stream().filter(MemberRole::isTeam).sorted().toList());
    }
}
