package dev.cortado.accounting.identity;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;

/// A project that a person may charge, with the names it goes by.
///
/// @param suspended what is suspended of it and what it hangs on, in words ("team team-7"); empty where nothing is
public record Membership(
        OrganisationId organisation,
        String organisationName,
        String suspended,
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
