package dev.cortado.accounting.store;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.contracts.unit.NanoUsd;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/// A row of `tenant_limit`.
@Entity
@Table(name = "tenant_limit")
class LimitEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "tenant_limit_id")
    @SequenceGenerator(name = "tenant_limit_id", sequenceName = "tenant_limit_id", allocationSize = 1)
    long id;

    String node;

    String unit;

    @Column(name = "window_kind")
    String windowKind;

    String zone;

    boolean hard;

    @Column(name = "cap_target")
    long capTarget;

    long version;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it.
    protected LimitEntity() {}

    LimitEntity(String node, LimitUnit unit, WindowKind kind, ZoneId zone, boolean hard, long cap) {
        this.node = node;
        this.unit = unit.word();
        this.windowKind = kind.name().toLowerCase(Locale.ROOT);
        this.zone = zone.getId();
        this.hard = hard;
        this.capTarget = cap;
    }

    /// @param inForce since when the cap holds, in words
    TenantViews.Limit view(String inForce) {
        return new TenantViews.Limit(
                id,
                node,
                unit,
                windowKind,
                zone,
                hard,
                capTarget,
                unit.equals(LimitUnit.NANO_USD.word())
                        ? Optional.of(NanoUsd.of(capTarget).toUsd())
                        : Optional.empty(),
                inForce);
    }
}
