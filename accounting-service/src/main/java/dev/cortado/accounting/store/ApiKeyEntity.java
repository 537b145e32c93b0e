package dev.cortado.accounting.store;

import dev.cortado.accounting.identity.KeyCredential;
import dev.cortado.accounting.tenant.TenantViews;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `api_key`.
@Entity
@Table(name = "api_key")
class ApiKeyEntity {

    private static final String ACTIVE = "active";
    private static final String REVOKED = "revoked";

    @Id
    String id;

    @Column(name = "public_id")
    String publicId;

    @Column(name = "secret_sha256")
    byte[] secretSha256;

    String organisation;

    String project;

    String name;

    String state;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "revoked_at")
    @Nullable
    Instant revokedAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it.
    protected ApiKeyEntity() {}

    ApiKeyEntity(KeyCredential credential, ProjectEntity project, String name) {
        this.id = "key-" + credential.publicId();
        this.publicId = credential.publicId();
        this.secretSha256 = credential.secretSha256();
        this.organisation = project.organisation;
        this.project = project.id;
        this.name = name;
        this.state = ACTIVE;
        this.createdAt = Instant.now();
    }

    boolean isRevoked() {
        return state.equals(REVOKED);
    }

    void setSuspended(boolean suspended) {
        state = suspended ? "suspended" : ACTIVE;
    }

    void revoke() {
        if (!isRevoked()) {
            state = REVOKED;
            revokedAt = Instant.now();
        }
    }

    TenantViews.Key view() {
        return new TenantViews.Key(id, publicId, organisation, project, name, state, createdAt);
    }
}
