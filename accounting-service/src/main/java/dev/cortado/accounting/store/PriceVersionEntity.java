package dev.cortado.accounting.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/// A row of `price_version`.
@Entity
@Table(name = "price_version")
class PriceVersionEntity {

    @Id
    String version;

    @Column(name = "effective_at")
    Instant effectiveAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it.
    protected PriceVersionEntity() {}

    PriceVersionEntity(String version, Instant effectiveAt) {
        this.version = version;
        this.effectiveAt = effectiveAt;
    }
}
