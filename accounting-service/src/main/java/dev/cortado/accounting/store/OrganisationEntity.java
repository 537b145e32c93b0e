package dev.cortado.accounting.store;

import dev.cortado.accounting.tenant.TenantViews;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/// A row of `organisation`.
@Entity
@Table(name = "organisation")
class OrganisationEntity {

    @Id
    String id;

    String name;

    String state;

    @Column(name = "created_at")
    Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it.
    protected OrganisationEntity() {}

    OrganisationEntity(String id, String name) {
        this.id = id;
        this.name = name;
        this.state = "active";
        this.createdAt = Instant.now();
    }

    TenantViews.Organisation view() {
        return new TenantViews.Organisation(id, name, state, createdAt);
    }
}
