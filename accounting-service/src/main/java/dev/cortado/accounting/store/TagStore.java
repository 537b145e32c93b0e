package dev.cortado.accounting.store;

import dev.cortado.accounting.tenant.TagSet;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;

/// Tags of tenant nodes. Reports group by them as they are when asked; routers never hear of them.
@ApplicationScoped
public class TagStore {

    private static final String FIND = "select cast(tags as text) from tenant_node where id = :node";
    private static final String PUT =
            "update tenant_node set tags = cast(cast(:tags as text) as jsonb) where id = :node";

    private final Writes writes;

    TagStore(Writes writes) {
        this.writes = writes;
    }

    public Uni<Optional<TenantViews.Tags>> of(String node) {
        return writes.factory().withSession(session -> find(session, node));
    }

    /// These and no others.
    public Uni<WriteAnswer> put(WriteOrder order, String node, TagSet tags) {
        return writes.run(
                order,
                session -> find(session, node)
                        .flatMap(before -> before.isEmpty()
                                ? Uni.createFrom().item(TenantStore.missing("tenant", node))
                                : session.createNativeQuery(PUT)
                                        .setParameter(
                                                "tags",
                                                JsonObject.mapFrom(tags.tags()).encode())
                                        .setParameter("node", node)
                                        .executeUpdate()
                                        .map(done -> TenantStore.changed(
                                                node, false, before.get(), new TenantViews.Tags(node, tags.tags())))));
    }

    private static Uni<Optional<TenantViews.Tags>> find(Mutiny.Session session, String node) {
        return session.createNativeQuery(FIND, String.class)
                .setParameter("node", node)
                .getSingleResultOrNull()
                .map(text -> Optional.ofNullable(text).map(json -> new TenantViews.Tags(node, tags(json))));
    }

    private static Map<String, String> tags(String json) {
        Map<String, String> tags = new TreeMap<>();
        new JsonObject(json).forEach(tag -> tags.put(tag.getKey(), String.valueOf(tag.getValue())));
        return tags;
    }
}
