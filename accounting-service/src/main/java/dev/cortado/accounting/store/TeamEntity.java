package dev.cortado.accounting.store;

import dev.cortado.accounting.tenant.TenantViews;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/// A row of `team`.
@Entity
@Table(name = "team")
class TeamEntity {

    @Id
    String id;

    String organisation;

    String name;

    @Column(name = "created_at")
    Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it.
    protected TeamEntity() {}

    TeamEntity(String id, String organisation, String name) {
        this.id = id;
        this.organisation = organisation;
        this.name = name;
        this.createdAt = Instant.now();
    }

    TenantViews.Team view() {
        return new TenantViews.Team(id, organisation, name, createdAt);
    }
}
