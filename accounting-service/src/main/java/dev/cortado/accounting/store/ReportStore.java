package dev.cortado.accounting.store;

import dev.cortado.accounting.report.Spend;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Spend and usage.
@ApplicationScoped
public class ReportStore {

    private static final String FIND_NODE = """
            select n.kind, o.id, o.name from tenant_node n join organisation o on o.id = n.organisation
            where n.id = $1""";

    /// The posted log's time: the oldest of the partitions' newest records. Ticks move it on every second.
    static final String AS_OF = "(select coalesce(min(appended_at), clock_timestamp()) from consumer_offset) as as_of";

    private static final String FIND_USAGE = """
            select to_jsonb(u) - 'payload_hash' || jsonb_build_object(
                'held', coalesce((select jsonb_agg(jsonb_build_object('lease', h.lease, 'counter', h.counter,
                    'unit', h.unit, 'held', h.held, 'charged', h.charged))
                    from unnest(u.leases, u.counters, u.units, u.held, u.charged)
                        as h (lease, counter, unit, held, charged)), '[]'),
                'entries', coalesce((select jsonb_agg(jsonb_build_object('account', e.kind, 'owner', e.owner,
                    'amount_nano_usd', e.amount) order by e.amount desc)
                    from (values (case when u.credit is null then 'tenant' else 'credit' end,
                        coalesce(u.credit, u.project), u.charge), (u.bearer, '', u.operator_borne),
                        ('usage_income', '', -u.cost)) as e (kind, owner, amount) where e.amount <> 0), '[]'),
                'corrections', coalesce((select jsonb_agg(jsonb_build_object('correction', c.id, 'kind', c.kind,
                    'amount_nano_usd', c.amount, 'reason', c.reason, 'at', c.at) order by c.id)
                    from correction c where c.day = u.day and c.reservation = u.reservation
                      and c.attempt = u.attempt), '[]'))
                - 'leases' - 'counters' - 'units' - 'charged' as usage, u.organisation
            from usage u where u.day = $1 and u.reservation = $2 order by u.attempt""";

    /// Whose a node is.
    public record Node(String kind, String organisation, String organisationName) {}

    private final Database database;
    private final ReportReads reads;

    ReportStore(Database database, ReportReads reads) {
        this.database = database;
        this.reads = reads;
    }

    public Uni<Optional<Node>> node(String id) {
        return database.first(FIND_NODE, Tuple.of(id))
                .map(row -> row.map(
                        each -> new Node(each.getString("kind"), each.getString("id"), each.getString("name"))));
    }

    public Uni<Spend> spend(String id, Node node, LocalDate from, LocalDate through) {
        String column = switch (node.kind()) {
            case "organisation", "team", "project", "key" -> node.kind();
            default -> throw new IllegalStateException("a tenant node of kind " + node.kind());
        };
        String summed = """
                        select coalesce(sum(charge + correction), 0)::bigint as charged,
                            coalesce(sum(operator_borne), 0)::bigint as operator_borne,
                            coalesce(sum(requests), 0)::bigint as attempts,
                            coalesce(sum(prompt_tokens + cached_prompt_tokens), 0)::bigint as prompt_tokens,
                            coalesce(sum(completion_tokens), 0)::bigint as completion_tokens,
                        """
                + AS_OF + " from spend_line where day between $1 and $2 and organisation = $3 and "
                + column
                + " = $4";
        return reads.read(connection ->
                        connection.preparedQuery(summed).execute(Tuple.of(from, through, node.organisation(), id)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Spend(
                        id,
                        from,
                        through,
                        NanoUsd.of(row.getLong("charged")),
                        NanoUsd.of(row.getLong("operator_borne")),
                        row.getLong("attempts"),
                        row.getLong("prompt_tokens"),
                        row.getLong("completion_tokens"),
                        Database.instant(row, "as_of")));
    }

    public Uni<Instant> asOf() {
        return database.first("select " + AS_OF, Tuple.tuple())
                .map(row -> Database.instant(row.orElseThrow(), "as_of"));
    }

    /// The usage rows of a reservation with what each adds to its batch of entries, its corrections, and whose they
    /// are.
    public Uni<List<Usage>> usage(ReservationId reservation) {
        return database.rows(
                        FIND_USAGE,
                        Tuple.of(LocalDate.ofInstant(reservation.time(), ZoneOffset.UTC), reservation.value()))
                .map(rows -> rows.stream().map(ReportStore::usage).toList());
    }

    /// A usage row as JSON.
    public record Usage(String organisation, JsonObject json) {}

    private static Usage usage(Row row) {
        return new Usage(row.getString("organisation"), row.getJsonObject("usage"));
    }
}
