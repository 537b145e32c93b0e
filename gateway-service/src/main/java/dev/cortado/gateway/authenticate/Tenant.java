package dev.cortado.gateway.authenticate;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;

/// Who pays: a project in a team in an organisation, reached by a key or by a person.
///
/// @param keyId public id of the API key, empty where a person came with a JWT
/// @param subject subject of the JWT, empty where a key came
public record Tenant(OrganisationId organisation, TeamId team, ProjectId project, String keyId, String subject) {}
