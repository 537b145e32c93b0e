package dev.cortado.accounting.identity;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// What a person may do in which organisations, by the groups of a verified token.
///
/// A role is the group "/organisation/role:ROLE". No team can be mistaken for one, since ':' cannot stand in a name.
/// Who administers an organisation may also view it; a role says nothing of any other organisation.
///
/// @param administered names of organisations
/// @param viewed names of organisations, the administered ones among them
public record OrganisationRoles(Set<String> administered, Set<String> viewed) {

    public static final String ORGANISATION_ADMIN = "organisation-admin";
    public static final String VIEWER = "viewer";

    private static final String ROLE_PREFIX = "role:";

    public OrganisationRoles {
        administered = Set.copyOf(administered);
        viewed = Set.copyOf(viewed);
    }

    /// Groups that name no role lead to none.
    public static OrganisationRoles parse(Collection<String> groups) {
        Set<String> administered = new HashSet<>();
        Set<String> viewed = new HashSet<>();
        for (String group : groups) {
            String[] parts = group.split("/", -1);
            if (parts.length != 3 || !parts[0].isEmpty() || parts[1].isEmpty()) {
                continue;
            }
            if (parts[2].equals(ROLE_PREFIX + ORGANISATION_ADMIN)) {
                administered.add(parts[1]);
                viewed.add(parts[1]);
            } else if (parts[2].equals(ROLE_PREFIX + VIEWER)) {
                viewed.add(parts[1]);
            }
        }
        return new OrganisationRoles(administered, viewed);
    }

    public boolean administers(String organisation) {
        return administered.contains(organisation);
    }

    public boolean views(String organisation) {
        return viewed.contains(organisation);
    }

    /// The roles held in any organisation at all: enough to be let in, not enough to be shown anything.
    public Set<String> anywhere() {
        Set<String> held = new HashSet<>();
        if (!administered.isEmpty()) {
            held.add(ORGANISATION_ADMIN);
        }
        if (!viewed.isEmpty()) {
            held.add(VIEWER);
        }
        return held;
    }
}
