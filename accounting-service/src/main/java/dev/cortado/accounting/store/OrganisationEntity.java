package dev.cortado.accounting.store;

import dev.cortado.accounting.tenant.TenantViews;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Formula;

/// A row of `organisation`.
@Entity
@Table(name = "organisation")
class OrganisationEntity {

    private static final String PENDING = "pending";

    @Id
    String id;

    String name;

    String state;

    @Column(name = "created_at")
    Instant createdAt;

    /// As the database last told it; what was changed since is on its way to Keycloak.
    @Formula("identity_state(id)")
    String identity;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it.
    protected OrganisationEntity() {}

    OrganisationEntity(String id, String name) {
        this.id = id;
        this.name = name;
        this.state = "active";
        this.identity = PENDING;
        this.createdAt = Instant.now();
    }

    void setState(String other) {
        if (!state.equals(other)) {
            state = other;
            identity = PENDING;
        }
    }

    TenantViews.Organisation view() {
        return new TenantViews.Organisation(id, name, state, identity, createdAt);
    }
}
