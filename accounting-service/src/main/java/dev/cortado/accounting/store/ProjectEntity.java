package dev.cortado.accounting.store;

import dev.cortado.accounting.tenant.TenantViews;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/// A row of `project`.
@Entity
@Table(name = "project")
class ProjectEntity {

    @Id
    String id;

    String organisation;

    String team;

    String name;

    @Column(name = "created_at")
    Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it.
    protected ProjectEntity() {}

    ProjectEntity(String id, String organisation, String team, String name) {
        this.id = id;
        this.organisation = organisation;
        this.team = team;
        this.name = name;
        this.createdAt = Instant.now();
    }

    TenantViews.Project view() {
        return new TenantViews.Project(id, organisation, team, name, createdAt);
    }
}
