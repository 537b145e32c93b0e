package dev.cortado.accounting.path;

import dev.cortado.contracts.unit.KeyId;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who pays: a key, or a person, in a project in a team in an organisation.
public record TenantPath(
        OrganisationId organisation, TeamId team, ProjectId project, Optional<KeyId> key, String subject) {

    /// The ids that a limit on this path can hang on, from the root.
    public List<String> nodes() {
        List<String> nodes = new ArrayList<>(List.of(organisation.value(), team.value(), project.value()));
        key.ifPresent(id -> nodes.add(id.value()));
        return nodes;
    }
}
