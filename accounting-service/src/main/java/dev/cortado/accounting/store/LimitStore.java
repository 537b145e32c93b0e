package dev.cortado.accounting.store;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.accounting.limit.LimitChange;
import dev.cortado.accounting.limit.LimitTerms;
import dev.cortado.accounting.limit.RenewalChange;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.store.Writes.Outcome;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/// Limits. A new cap rules grants at once; what is committed above it ratchets down as leases shrink and close.
@ApplicationScoped
public class LimitStore {

    /// Whose a limit is and what it counts.
    public record Subject(String node, LimitUnit unit) {}

    private final Writes writes;
    private final LimitStandings standings;
    private final int limitsPerNodeMax;

    LimitStore(Writes writes, LimitStandings standings, AccountingConfiguration configuration) {
        this.writes = writes;
        this.standings = standings;
        this.limitsPerNodeMax = configuration.limitsPerNodeMax();
    }

    public Uni<WriteAnswer> create(WriteOrder order, String node, LimitTerms terms) {
        return writes.run(order, session -> {
            LimitEntity limit = new LimitEntity(node, terms);
            return session.persist(limit)
                    .chain(session::flush)
                    .chain(() -> standings.count(session, node))
                    .flatMap(count -> count > limitsPerNodeMax
                            ? conflict("limits", "the node has the most limits there may be, " + limitsPerNodeMax)
                            : viewOf(session, limit).map(view -> TenantStore.changed(node, false, view)));
        });
    }

    public Uni<WriteAnswer> change(WriteOrder order, long id, LimitChange change) {
        return writes.run(
                order,
                session -> locked(session, id)
                        .flatMap(limit -> limit.isEmpty()
                                ? missing(id)
                                : unlessCredit(
                                        session,
                                        limit.get(),
                                        !change.alertsOnly(),
                                        () -> viewOf(session, limit.get())
                                                .flatMap(before -> changed(session, limit.get(), change, before)))));
    }

    /// Nothing is held to it any more once every live router has heard; what it granted is settled as ever.
    public Uni<WriteAnswer> remove(WriteOrder order, long id) {
        return writes.run(
                order,
                session -> locked(session, id)
                        .flatMap(limit -> limit.isEmpty()
                                ? missing(id)
                                : unlessCredit(session, limit.get(), true, () -> removed(session, limit.get()))));
    }

    private Uni<Outcome> removed(Mutiny.Session session, LimitEntity limit) {
        return viewOf(session, limit).flatMap(before -> {
            limit.removedAt = Instant.now();
            return session.flush()
                    .chain(() -> viewOf(session, limit))
                    .map(view -> TenantStore.changed(view.node(), false, before, view));
        });
    }

    /// Another cap would let more, or less, be spent than was paid in.
    private Uni<Outcome> unlessCredit(
            Mutiny.Session session, LimitEntity limit, boolean rules, Supplier<Uni<Outcome>> write) {
        return rules
                ? standings
                        .isCredit(session, limit.id)
                        .flatMap(credit -> credit
                                ? conflict(
                                        "limit",
                                        "this limit is the prepaid credit of " + limit.node
                                                + ": its cap is what was paid in. POST /v1/nodes/" + limit.node
                                                + "/credit tops it up; a further limit beside it may be lower")
                                : write.get())
                : write.get();
    }

    public Uni<Optional<Subject>> subject(long id) {
        return writes.factory()
                .withSession(session -> session.find(LimitEntity.class, id))
                .map(limit ->
                        Optional.ofNullable(limit).map(each -> new Subject(each.node, LimitUnit.ofWord(each.unit))));
    }

    public Uni<Optional<TenantViews.Limit>> limit(long id) {
        return writes.factory()
                .withSession(session -> session.find(LimitEntity.class, id)
                        .flatMap(limit -> limit == null
                                ? Uni.createFrom().item(Optional.empty())
                                : viewOf(session, limit).map(Optional::of)));
    }

    /// Limits of a node by id from after one; a removed one is among them until its removal is in force.
    public Uni<List<TenantViews.Limit>> of(String node, long after, int most) {
        return writes.factory().withSession(session -> standings.of(session, node, after, most));
    }

    private Uni<Outcome> changed(
            Mutiny.Session session, LimitEntity limit, LimitChange change, TenantViews.Limit before) {
        change.cap().ifPresent(cap -> limit.capTarget = cap);
        change.hard().ifPresent(hard -> limit.hard = hard);
        change.alertPercents()
                .ifPresent(alerts -> limit.alertPercents = alerts.percents().toArray(new Integer[0]));
        Uni<Boolean> renewed = change.renewsOtherwise()
                ? renew(session, limit, change)
                : Uni.createFrom().item(true);
        return renewed.flatMap(possible -> possible
                ? session.flush()
                        .chain(() -> standings.ratchet(session, limit.id))
                        .chain(() -> viewOf(session, limit))
                        .map(view -> TenantStore.changed(limit.node, false, before, view))
                : conflict(
                        "window",
                        "a limit over all time has no boundary from which it could renew otherwise; make another limit"
                                + " and remove this one"));
    }

    private Uni<Boolean> renew(Mutiny.Session session, LimitEntity limit, LimitChange change) {
        return standings
                .standing(session, limit.id)
                .flatMap(standing -> standings.boundary(session, limit.id).map(boundary -> switch (RenewalChange.of(
                        limit.renewal(), standing.now(), boundary, change.window(), change.zone())) {
                    case RenewalChange.Changed changed -> {
                        limit.renewBy(changed.renewal());
                        yield true;
                    }
                    case RenewalChange.NoBoundary none -> false;
                }));
    }

    private Uni<TenantViews.Limit> viewOf(Mutiny.Session session, LimitEntity limit) {
        return standings
                .standing(session, limit.id)
                .flatMap(standing ->
                        standings.warnings(session, limit, standing).map(warnings -> limit.view(standing, warnings)));
    }

    /// Whoever makes a counter by the limit's rule now waits, and computes again.
    private static Uni<Optional<LimitEntity>> locked(Mutiny.Session session, long id) {
        return session.find(LimitEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                .map(limit -> Optional.ofNullable(limit).filter(each -> each.removedAt == null));
    }

    private static Uni<Outcome> missing(long id) {
        return Uni.createFrom().item(TenantStore.missing("limit", Long.toString(id)));
    }

    private static Uni<Outcome> conflict(String field, String message) {
        return Uni.createFrom().item(new Outcome.Refused(new WriteAnswer.Conflict(field, message)));
    }
}
