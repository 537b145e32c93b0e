package dev.cortado.accounting.store;

import dev.cortado.accounting.limit.CapEffect;
import dev.cortado.accounting.limit.LimitTerms;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.accounting.window.Renewal;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.contracts.unit.NanoUsd;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of `tenant_limit`. The database gives each change its version.
@Entity
@Table(name = "tenant_limit")
class LimitEntity {

    /// @param now the database's time
    /// @param inForce whether every live router acts on the present version
    /// @param committed the most of a counter that has not ended
    /// @param spent of the present counter
    record Standing(Instant now, boolean inForce, long committed, long spent) {}

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

    @Column(insertable = false, updatable = false)
    long version;

    @Column(name = "alert_percents")
    Integer[] alertPercents;

    @Column(name = "removed_at")
    @Nullable
    Instant removedAt;

    @Column(name = "next_at")
    @Nullable
    Instant nextAt;

    @Column(name = "next_window_kind")
    @Nullable
    String nextWindowKind;

    @Column(name = "next_zone")
    @Nullable
    String nextZone;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it.
    protected LimitEntity() {}

    LimitEntity(String node, LimitTerms terms) {
        this.node = node;
        this.unit = terms.unit().word();
        this.windowKind = terms.window().word();
        this.zone = terms.zone().getId();
        this.hard = terms.hard();
        this.capTarget = terms.cap();
        this.alertPercents = terms.alertPercents().percents().toArray(new Integer[0]);
    }

    Renewal renewal() {
        return new Renewal(
                LimitRows.kind(windowKind),
                ZoneId.of(zone),
                nextAt == null || nextWindowKind == null || nextZone == null
                        ? Optional.empty()
                        : Optional.of(new Renewal.Switch(nextAt, LimitRows.kind(nextWindowKind), ZoneId.of(nextZone))));
    }

    void renewBy(Renewal renewal) {
        windowKind = renewal.kind().word();
        zone = renewal.zone().getId();
        nextAt = renewal.next().map(Renewal.Switch::at).orElse(null);
        nextWindowKind = renewal.next().map(change -> change.kind().word()).orElse(null);
        nextZone = renewal.next().map(change -> change.zone().getId()).orElse(null);
    }

    CapEffect capEffect(Standing standing) {
        boolean renews = renewal().inForceAt(standing.now()).kind() != WindowKind.TOTAL;
        return CapEffect.of(hard, capTarget, standing.committed(), standing.spent(), renews);
    }

    TenantViews.Limit view(Standing standing, List<String> warnings) {
        Renewal inForce = renewal().inForceAt(standing.now());
        return new TenantViews.Limit(
                id,
                node,
                unit,
                inForce.kind().word(),
                inForce.zone().getId(),
                hard,
                capTarget,
                unit.equals(LimitUnit.NANO_USD.word())
                        ? Optional.of(NanoUsd.of(capTarget).toUsd())
                        : Optional.empty(),
                Arrays.asList(alertPercents),
                renewal()
                        .comingAfter(standing.now())
                        .map(change -> new TenantViews.NextRenewal(
                                change.at(), change.kind().word(), change.zone().getId())),
                capEffect(standing).words(),
                standing.inForce(),
                Optional.ofNullable(removedAt),
                warnings);
    }
}
