package dev.cortado.router.tenant;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;

/// Who pays: a bearer in a project in a team in an organisation.
public record Tenant(OrganisationId organisation, TeamId team, ProjectId project, Bearer bearer) {

    /// Whether both belong to the same project of the same organisation, and so may see each other's decisions.
    public boolean sharesProjectWith(Tenant other) {
        return organisation.equals(other.organisation) && project.equals(other.project);
    }

    /// The nodes that limits may hang on, from the root.
    boolean passesThrough(String node) {
        return organisation.value().equals(node)
                || team.value().equals(node)
                || project.value().equals(node)
                || (bearer instanceof Bearer.ByKey(var key) && key.value().equals(node));
    }

    /// The tenant without the person's name: what the limits depend on, so that a project's people share one entry.
    Tenant withoutSubject() {
        return switch (bearer) {
            case Bearer.ByKey _ -> this;
            case Bearer.InPerson _ -> new Tenant(organisation, team, project, new Bearer.InPerson(""));
        };
    }
}
