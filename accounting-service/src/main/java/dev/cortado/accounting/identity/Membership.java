package dev.cortado.accounting.identity;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;

/// A project that a person may charge, with the names it goes by.
public record Membership(
        OrganisationId organisation,
        String organisationName,
        boolean suspended,
        TeamId team,
        ProjectId project,
        String projectName) {

    boolean isOfOrganisation(String idOrName) {
        return organisation.value().equals(idOrName) || organisationName.equals(idOrName);
    }

    boolean isProject(String idOrName) {
        return project.value().equals(idOrName) || projectName.equals(idOrName);
    }
}
