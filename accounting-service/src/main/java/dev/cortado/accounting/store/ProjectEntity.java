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

    private static final String ACTIVE = "active";

    @Id
    String id;

    String organisation;

    String team;

    String name;

    String state;

    @Column(name = "created_at")
    Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it.
    protected ProjectEntity() {}

    ProjectEntity(String id, String organisation, String team, String name) {
        this.id = id;
        this.organisation = organisation;
        this.team = team;
        this.name = name;
        this.state = ACTIVE;
        this.createdAt = Instant.now();
    }

    void setSuspended(boolean suspended) {
        state = suspended ? "suspended" : ACTIVE;
    }

    TenantViews.Project view() {
        return new TenantViews.Project(id, organisation, team, name, state, createdAt);
    }
}
