package dev.cortado.gateway.idempotency;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.gateway.authenticate.Tenant;

/// Whose an idempotency key is. The same characters from another owner are another key: nobody is ever shown what
/// somebody else was answered.
///
/// @param bearer the API key's public id or the person's subject, each with a word before it that tells which
public record KeyOwner(OrganisationId organisation, ProjectId project, String bearer) {

    public static KeyOwner of(Tenant tenant) {
        String bearer = tenant.keyId().isEmpty() ? "person:" + tenant.subject() : "key:" + tenant.keyId();
        return new KeyOwner(tenant.organisation(), tenant.project(), bearer);
    }
}
