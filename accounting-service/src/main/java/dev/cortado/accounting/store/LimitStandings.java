package dev.cortado.accounting.store;

import dev.cortado.accounting.tenant.TenantViews;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/// Where limits stand, by the functions of R__limit_functions.sql.
@ApplicationScoped
class LimitStandings {

    private static final int CONTRADICTIONS_MAX = 5;

    Uni<LimitEntity.Standing> standing(Mutiny.Session session, long limit) {
        return session.createNativeQuery("select cast(limit_standing(:id) as text)", String.class)
                .setParameter("id", limit)
                .getSingleResult()
                .map(LimitStandings::standing);
    }

    Uni<Void> ratchet(Mutiny.Session session, long limit) {
        return session.createNativeQuery("select cast(ratchet_limit(:id) as text)", String.class)
                .setParameter("id", limit)
                .getSingleResult()
                .replaceWithVoid();
    }

    Uni<Optional<Instant>> boundary(Mutiny.Session session, long limit) {
        return session.createNativeQuery("select cast(to_json(limit_boundary(:id)) as text)", String.class)
                .setParameter("id", limit)
                .getSingleResultOrNull()
                .map(text -> Optional.ofNullable(text)
                        .map(quoted -> OffsetDateTime.parse(quoted.substring(1, quoted.length() - 1))
                                .toInstant()));
    }

    /// Whether the limit is what keeps a prepaid credit: then top-ups rule it.
    Uni<Boolean> isCredit(Mutiny.Session session, long limit) {
        return session.createNativeQuery("select count(*) from credit where tenant_limit = :id", Long.class)
                .setParameter("id", limit)
                .getSingleResult()
                .map(count -> count > 0);
    }

    Uni<Long> count(Mutiny.Session session, String node) {
        return session.createNativeQuery(
                        "select count(*) from tenant_limit where node = :node and removed_at is null", Long.class)
                .setParameter("node", node)
                .getSingleResult();
    }

    Uni<List<TenantViews.Limit>> of(Mutiny.Session session, String node, long after, int most) {
        return session.createSelectionQuery("""
                        select l, cast(function('limit_standing', l.id) as String) from LimitEntity l
                        where l.node = :node and l.id > :after
                          and (l.removedAt is null or cast(function('is_in_force', l.version) as Boolean) = false)
                        order by l.id""", Object[].class)
                .setParameter("node", node)
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> {
                            LimitEntity limit = (LimitEntity) row[0];
                            LimitEntity.Standing standing = standing((String) row[1]);
                            return limit.view(standing, own(limit, standing));
                        })
                        .toList());
    }

    /// What is allowed and perhaps not meant, other limits on the path considered.
    Uni<List<String>> warnings(Mutiny.Session session, LimitEntity limit, LimitEntity.Standing standing) {
        return session.createNativeQuery("""
                        select cast(to_jsonb(c) as text) from contradicting_limits(:id, :most) c""", String.class)
                .setParameter("id", limit.id)
                .setParameter("most", CONTRADICTIONS_MAX)
                .getResultList()
                .map(others -> {
                    List<String> warnings = new ArrayList<>(own(limit, standing));
                    others.forEach(other -> warnings.add(contradiction(new JsonObject(other))));
                    return List.copyOf(warnings);
                });
    }

    private static List<String> own(LimitEntity limit, LimitEntity.Standing standing) {
        List<String> warnings = new ArrayList<>();
        if (limit.hard && limit.capTarget == 0) {
            warnings.add("a hard cap of 0 lets nothing through");
        }
        switch (limit.capEffect(standing)) {
            case NOW, WHEN_LEASES_SHRINK -> {}
            case NEXT_WINDOW ->
                warnings.add("more than the cap is spent already: nothing further is granted in this window");
            case ONCE_RAISED ->
                warnings.add("more than the cap is spent already: nothing further is granted until it is raised above"
                        + " that");
        }
        return warnings;
    }

    private static String contradiction(JsonObject other) {
        String which = "limit " + other.getLong("id") + " on " + other.getString("node") + " (cap "
                + other.getLong("cap") + ")";
        return other.getBoolean("above")
                ? "the cap is above that of " + which + ", which is reached first"
                : "the cap is below that of " + which + ", which is never reached";
    }

    private static LimitEntity.Standing standing(String json) {
        JsonObject standing = new JsonObject(json);
        return new LimitEntity.Standing(
                Database.instant(standing, "now"),
                standing.getBoolean("inForce"),
                standing.getLong("committed"),
                standing.getLong("spent"));
    }
}
