package dev.cortado.accounting.identity;

import dev.cortado.contracts.unit.OrganisationId;

/// An organisation as it is known in the directory: by a name that never changes, and marked with our id.
public record Tenant(OrganisationId id, String name) {

    /// The path of its group.
    public String group() {
        return "/" + name;
    }

    public String group(MemberRole role) {
        return group() + "/" + role.group();
    }

    public String team(String team) {
        return group() + "/" + team;
    }

    /// The client id of its service account.
    public String client() {
        return "organisation-" + name;
    }
}
