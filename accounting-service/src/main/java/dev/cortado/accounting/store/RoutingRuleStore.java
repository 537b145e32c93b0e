package dev.cortado.accounting.store;

import dev.cortado.accounting.routing.RoutingRule;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/// Routing rules of tenant nodes. Routers hear of a change as of that of a limit, and forget the paths through the
/// node.
@ApplicationScoped
public class RoutingRuleStore {

    private static final String FIND = "select cast(routing_rule as text) from tenant_node where id = :node";
    private static final String FIND_FOR_UPDATE = FIND + " for no key update";
    private static final String PUT =
            "update tenant_node set routing_rule = cast(cast(:rule as text) as jsonb) where id = :node";

    private final Writes writes;

    RoutingRuleStore(Writes writes) {
        this.writes = writes;
    }

    public Uni<Optional<TenantViews.Routing>> of(String node) {
        return writes.factory().withSession(session -> find(session, FIND, node));
    }

    /// This rule in place of the present one.
    public Uni<WriteAnswer> put(WriteOrder order, String node, RoutingRule rule) {
        return writes.run(
                order,
                session -> find(session, FIND_FOR_UPDATE, node)
                        .flatMap(before -> before.isEmpty()
                                ? Uni.createFrom().item(TenantStore.missing("tenant", node))
                                : session.createNativeQuery(PUT)
                                        .setParameter(
                                                "rule",
                                                RoutingRuleJson.write(rule).encode())
                                        .setParameter("node", node)
                                        .executeUpdate()
                                        .map(done -> TenantStore.changed(
                                                node, true, before.get(), TenantViews.Routing.of(node, rule)))));
    }

    private static Uni<Optional<TenantViews.Routing>> find(Mutiny.Session session, String query, String node) {
        return session.createNativeQuery(query, String.class)
                .setParameter("node", node)
                .getSingleResultOrNull()
                .map(text -> Optional.ofNullable(text)
                        .map(json -> TenantViews.Routing.of(node, RoutingRuleJson.read(new JsonObject(json)))));
    }
}
