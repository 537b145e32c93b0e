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

    private static final String ACTIVE = "active";

    @Id
    String id;

    String organisation;

    String name;

    String state;

    @Column(name = "created_at")
    Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it.
    protected TeamEntity() {}

    TeamEntity(String id, String organisation, String name) {
        this.id = id;
        this.organisation = organisation;
        this.name = name;
        this.state = ACTIVE;
        this.createdAt = Instant.now();
    }

    void setSuspended(boolean suspended) {
        state = suspended ? "suspended" : ACTIVE;
    }

    TenantViews.Team view() {
        return new TenantViews.Team(id, organisation, name, state, createdAt);
    }
}
