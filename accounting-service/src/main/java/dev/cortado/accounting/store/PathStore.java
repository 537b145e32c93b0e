package dev.cortado.accounting.store;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.path.PathAnswer;
import dev.cortado.accounting.path.PathCounter;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.accounting.path.WantedCounter;
import dev.cortado.accounting.window.Window;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LimitId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The limits on a tenant path, and their counters, made when first asked for.
@ApplicationScoped
public class PathStore {

    private static final String FIND_PATH = """
            select o.state = 'suspended' as suspended, clock_timestamp() as now,
                (select max(n.changed_version) from tenant_node n where n.id = any ($5)) as version
            from organisation o
            join team t on t.organisation = o.id and t.id = $2
            join project p on p.team = t.id and p.id = $3
            where o.id = $1
              and ($4 = '' or exists (select 1 from api_key k
                  where k.id = $4 and k.project = p.id and k.state = 'active'))""";

    private static final String FIND_LIMITS = """
            select l.id, l.window_kind, l.zone,
                array(select c.start_at from counter c where c.tenant_limit = l.id and c.end_at > $2) as starts
            from tenant_limit l where l.node = any ($1)""";

    private static final String MAKE_COUNTER = """
            insert into counter (tenant_limit, start_at, end_at, hard, cap_in_force)
            select m.tenant_limit, m.start_at, m.end_at, l.hard, l.cap_target
            from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) as m (tenant_limit, start_at, end_at)
            join tenant_limit l on l.id = m.tenant_limit
            order by m.tenant_limit, m.start_at
            on conflict do nothing""";

    private static final String FIND_COUNTERS = """
            select c.id, l.id as tenant_limit, l.node, l.unit, l.window_kind, c.hard, c.start_at, c.end_at,
                c.cap_in_force, c.committed, v.spent
            from tenant_limit l join counter c on c.tenant_limit = l.id join counter_spent v on v.id = c.id
            where l.node = any ($1) and c.start_at <= $2 and c.end_at > $2
            order by c.id""";

    private final Database database;
    private final AccountingConfiguration configuration;

    PathStore(Database database, AccountingConfiguration configuration) {
        this.database = database;
        this.configuration = configuration;
    }

    public Uni<PathAnswer> path(TenantPath path) {
        String[] nodes = path.nodes().toArray(new String[0]);
        return database.first(
                        FIND_PATH,
                        Tuple.of(
                                path.organisation().value(),
                                path.team().value(),
                                path.project().value(),
                                path.key().map(key -> key.value()).orElse(""),
                                nodes))
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().item(new PathAnswer.Unknown(Instant.now()))
                        : known(found.get(), nodes));
    }

    /// The counters in force of limits on these nodes; made where there is none yet.
    public Uni<List<PathCounter>> counters(String[] nodes, Instant now) {
        Tuple at = Tuple.of(nodes, now.atOffset(ZoneOffset.UTC));
        return database.rows(FIND_LIMITS, at)
                .flatMap(limits -> make(missing(limits, now)))
                .flatMap(made -> database.rows(FIND_COUNTERS, at))
                .map(rows -> rows.stream().map(PathStore::counter).toList());
    }

    private Uni<PathAnswer> known(Row found, String[] nodes) {
        Instant now = Database.instant(found, "now");
        return counters(nodes, now)
                .map(counters ->
                        new PathAnswer.Known(found.getBoolean("suspended"), counters, found.getLong("version"), now));
    }

    private List<WantedCounter> missing(List<Row> limits, Instant now) {
        List<WantedCounter> missing = new ArrayList<>();
        for (Row limit : limits) {
            List<Instant> starts = new ArrayList<>();
            for (var start : limit.getArrayOfOffsetDateTimes("starts")) {
                starts.add(start.toInstant());
            }
            WantedCounter.at(
                            now,
                            new LimitId(limit.getLong("id")),
                            kind(limit),
                            ZoneId.of(limit.getString("zone")),
                            configuration.windowAhead())
                    .stream()
                    .filter(wanted -> !starts.contains(wanted.window().start()))
                    .forEach(missing::add);
        }
        return missing;
    }

    private Uni<Void> make(List<WantedCounter> missing) {
        if (missing.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return database.rows(
                        MAKE_COUNTER,
                        Tuple.of(
                                missing.stream()
                                        .map(wanted -> wanted.limit().value())
                                        .toArray(Long[]::new),
                                missing.stream()
                                        .map(wanted -> wanted.window().start().atOffset(ZoneOffset.UTC))
                                        .toArray(java.time.OffsetDateTime[]::new),
                                missing.stream()
                                        .map(wanted -> wanted.window().end().atOffset(ZoneOffset.UTC))
                                        .toArray(java.time.OffsetDateTime[]::new)))
                .replaceWithVoid();
    }

    private static PathCounter counter(Row row) {
        return new PathCounter(
                new CounterId(row.getLong("id")),
                new LimitId(row.getLong("tenant_limit")),
                row.getString("node"),
                LimitUnit.ofWord(row.getString("unit")),
                kind(row),
                row.getBoolean("hard"),
                new Window(Database.instant(row, "start_at"), Database.instant(row, "end_at")),
                row.getLong("cap_in_force"),
                row.getLong("committed"),
                row.getLong("spent"));
    }

    private static WindowKind kind(Row row) {
        return WindowKind.valueOf(row.getString("window_kind").toUpperCase(Locale.ROOT));
    }
}
