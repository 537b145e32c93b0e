package dev.cortado.accounting.store;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import dev.cortado.accounting.window.WindowKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/// Limits. A new cap rules grants at once; what is committed above it ratchets down as leases shrink and close.
@ApplicationScoped
public class LimitStore {

    private static final String RATCHET = """
            update counter set cap_in_force = case when hard then greatest(:cap, committed) else :cap end
            where tenant_limit = :id and end_at > clock_timestamp()""";
    private static final String ABOVE = """
            select coalesce(max(v.spent), 0) from counter c join counter_spent v on v.id = c.id
            where c.tenant_limit = :id and c.hard and c.committed > :cap and c.start_at <= clock_timestamp()
              and c.end_at > clock_timestamp()
            having count(*) > 0""";

    private final Writes writes;

    LimitStore(Writes writes) {
        this.writes = writes;
    }

    public Uni<WriteAnswer> create(
            WriteOrder order, String node, LimitUnit unit, WindowKind kind, ZoneId zone, boolean hard, long cap) {
        return writes.run(
                        order,
                        session -> exists(session, node).flatMap(exists -> {
                            if (!exists) {
                                return Uni.createFrom()
                                        .item(TenantStore.missing("organisation, team, project or key", node));
                            }
                            LimitEntity limit = new LimitEntity(node, unit, kind, zone, hard, cap);
                            return session.persist(limit)
                                    .replaceWith(() -> TenantStore.changed(node, true, limit.view("now")));
                        }))
                .map(answer -> answer instanceof WriteAnswer.Conflict taken
                                && taken.field().equals("name")
                        ? new WriteAnswer.Conflict(
                                "window",
                                "the node has a limit in this unit and window already; change its cap instead")
                        : answer);
    }

    public Uni<WriteAnswer> changeCap(WriteOrder order, long id, long cap) {
        return writes.run(
                order,
                session -> session.find(LimitEntity.class, id).flatMap(limit -> {
                    if (limit == null) {
                        return Uni.createFrom().item(TenantStore.missing("limit", Long.toString(id)));
                    }
                    limit.capTarget = cap;
                    return session.flush()
                            .chain(() -> session.createNativeQuery(RATCHET)
                                    .setParameter("cap", cap)
                                    .setParameter("id", id)
                                    .executeUpdate())
                            .chain(() -> inForce(session, id, cap))
                            .map(inForce -> TenantStore.changed(limit.node, true, limit.view(inForce)));
                }));
    }

    /// The node a limit hangs on.
    public Uni<Optional<String>> node(long id) {
        return writes.factory()
                .withSession(session -> session.find(LimitEntity.class, id))
                .map(limit -> Optional.ofNullable(limit).map(each -> each.node));
    }

    public Uni<List<TenantViews.Limit>> of(String node, int most) {
        return writes.factory()
                .withSession(session -> session.createSelectionQuery(
                                "from LimitEntity l where l.node = :node order by l.id", LimitEntity.class)
                        .setParameter("node", node)
                        .setMaxResults(most)
                        .getResultList())
                .map(found -> found.stream().map(limit -> limit.view("")).toList());
    }

    private static Uni<Boolean> exists(Mutiny.Session session, String node) {
        return session.createNativeQuery("select count(*) from tenant_node where id = :node", Long.class)
                .setParameter("node", node)
                .getSingleResult()
                .map(count -> count > 0);
    }

    private static Uni<String> inForce(Mutiny.Session session, long id, long cap) {
        return session.createNativeQuery(ABOVE, Long.class)
                .setParameter("id", id)
                .setParameter("cap", cap)
                .getSingleResultOrNull()
                .map(spent -> {
                    if (spent == null) {
                        return "now";
                    }
                    return spent > cap ? "next window: more is spent already" : "as open leases shrink and close";
                });
    }
}
