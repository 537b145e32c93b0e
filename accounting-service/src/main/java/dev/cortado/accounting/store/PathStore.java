package dev.cortado.accounting.store;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.accounting.path.LimitCounters;
import dev.cortado.accounting.path.PathAnswer;
import dev.cortado.accounting.path.PathCounter;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.accounting.path.WantedCounter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/// The limits on a tenant path, and their counters, made when first asked for, and how its requests are routed: one
/// query where they are there.
@ApplicationScoped
public class PathStore {

    /// Of a limit's counters the present one and those made ahead. The bound makes an index scan the only sensible
    /// plan, however many counters have ended.
    private static final String UNENDED = """
            left join lateral (
                select * from counter c where c.tenant_limit = l.id and c.end_at > t.now order by c.end_at limit 4
            ) c on true
            """;

    /// What is suspended of an organisation, team, project and key, in words; the outermost, or nothing.
    static final String SUSPENDED = """
            coalesce(case when o.state = 'suspended' then 'organisation ' || o.id
                when e.state = 'suspended' then 'team ' || e.id
                when p.state = 'suspended' then 'project ' || p.id
                when k.state = 'suspended' then 'key ' || k.id end, '') as suspended
            """;

    /// One row for each counter that has not ended, or for a limit without any; one at least where the path exists.
    private static final String FIND_PATH = """
            select t.now, v.version as path_version, cast(v.rules as text) as rules,
            """ + SUSPENDED + "," + LimitRows.COLUMNS + """
            from (select clock_timestamp() as now offset 0) t
            join organisation o on o.id = $1
            join team e on e.organisation = o.id and e.id = $2
            join project p on p.team = e.id and p.id = $3
            cross join lateral (
                select max(n.changed_version) as version,
                    coalesce(jsonb_agg(n.routing_rule order by array_position($5, n.id))
                        filter (where n.routing_rule <> '{}'), '[]') as rules
                from tenant_node n where n.id = any ($5)
            ) v
            left join api_key k on k.id = $4 and k.project = p.id and k.state <> 'revoked'
            left join tenant_limit l on l.node = any ($5) and l.removed_at is null
            """ + UNENDED + """
            where $4 = '' or k.id is not null
            order by l.id, c.start_at""";

    private static final String FIND_NODE = """
            select t.now,
            """ + LimitRows.COLUMNS + """
            from (select clock_timestamp() as now offset 0) t
            join tenant_limit l on l.node = $1 and l.removed_at is null
            """ + UNENDED + """
            order by l.id, c.start_at""";

    /// A limit that changed since its windows were computed gets no counter by them: its change waits for this to
    /// commit, or this sees the change. Who asked computes again.
    private static final String MAKE_COUNTERS = """
            insert into counter (tenant_limit, start_at, end_at, hard, cap_in_force)
            select l.id, m.start_at, m.end_at, l.hard, l.cap_target
            from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::timestamptz[])
                as m (tenant_limit, version, start_at, end_at)
            join tenant_limit l on l.id = m.tenant_limit and l.version = m.version
            order by l.id, m.start_at for share of l
            on conflict do nothing""";

    private static final int ROUNDS_MAX = 4;

    private final Database database;
    private final AccountingConfiguration configuration;

    PathStore(Database database, AccountingConfiguration configuration) {
        this.database = database;
        this.configuration = configuration;
    }

    public Uni<PathAnswer> path(TenantPath path) {
        Tuple ids = Tuple.of(
                path.organisation().value(),
                path.team().value(),
                path.project().value(),
                path.key().map(key -> key.value()).orElse(""),
                path.nodes().toArray(new String[0]));
        return whole(FIND_PATH, ids, ROUNDS_MAX)
                .map(rows -> rows.isEmpty() ? new PathAnswer.Unknown(Instant.now()) : known(rows));
    }

    /// The counters in force of the limits that hang on this node itself; made where there is none yet.
    public Uni<List<PathCounter>> counters(String node) {
        return whole(FIND_NODE, Tuple.of(node), ROUNDS_MAX)
                .map(rows -> LimitRows.read(rows).stream()
                        .map(limit -> limit.inForce(now(rows)).orElseThrow())
                        .toList());
    }

    private static PathAnswer known(List<Row> rows) {
        Instant now = now(rows);
        List<LimitCounters> limits = LimitRows.read(rows);
        return new PathAnswer.Known(
                rows.getFirst().getString("suspended"),
                limits.stream().map(limit -> limit.inForce(now).orElseThrow()).toList(),
                limits.stream().flatMap(limit -> limit.next(now).stream()).toList(),
                RoutingRuleJson.readAll(new JsonArray(rows.getFirst().getString("rules"))),
                rows.getFirst().getLong("path_version"),
                now);
    }

    /// The rows, once no counter is missing. A limit without a counter would not be held to: rather none is answered.
    private Uni<List<Row>> whole(String query, Tuple parameters, int rounds) {
        return database.rows(query, parameters).flatMap(rows -> {
            List<WantedCounter> missing = rows.isEmpty() ? List.of() : missing(rows);
            if (missing.isEmpty()) {
                return Uni.createFrom().item(rows);
            }
            if (rounds == 0) {
                return Uni.createFrom()
                        .failure(new IllegalStateException(
                                "limit " + missing.getFirst().limit() + " has no counter for "
                                        + missing.getFirst().window()));
            }
            return make(missing).chain(() -> whole(query, parameters, rounds - 1));
        });
    }

    private List<WantedCounter> missing(List<Row> rows) {
        return LimitRows.read(rows).stream()
                .flatMap(limit -> limit.missing(now(rows), configuration.windowAhead()).stream())
                .toList();
    }

    private Uni<Void> make(List<WantedCounter> missing) {
        return database.rows(
                        MAKE_COUNTERS,
                        Tuple.of(
                                missing.stream().map(WantedCounter::limit).toArray(Long[]::new),
                                missing.stream()
                                        .map(WantedCounter::limitVersion)
                                        .toArray(Long[]::new),
                                times(missing, wanted -> wanted.window().start()),
                                times(missing, wanted -> wanted.window().end())))
                .replaceWithVoid();
    }

    private static OffsetDateTime[] times(List<WantedCounter> wanted, Function<WantedCounter, Instant> time) {
        return wanted.stream()
                .map(each -> time.apply(each).atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }

    private static Instant now(List<Row> rows) {
        return Database.instant(rows.getFirst(), "now");
    }
}
