package dev.cortado.accounting.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.accounting.posting.Correction;
import dev.cortado.accounting.pricing.PoolRate;
import dev.cortado.accounting.report.LedgerDifference;
import dev.cortado.accounting.report.LedgerPage;
import dev.cortado.accounting.store.Writes.Change;
import dev.cortado.accounting.store.Writes.Outcome;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import dev.cortado.contracts.unit.NanoUsd;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// Corrections, prepaid credit, months, rates of pools, and the check of the books. Each write is one function of the
/// database, which says itself what came of it.
@ApplicationScoped
public class LedgerStore {

    private final Writes writes;
    private final Database database;
    private final ReportReads reads;
    private final ObjectMapper json;

    LedgerStore(Writes writes, Database database, ReportReads reads, ObjectMapper json) {
        this.writes = writes;
        this.database = database;
        this.reads = reads;
        this.json = json;
    }

    public Uni<WriteAnswer> correct(WriteOrder order, Correction correction) {
        return write(
                order,
                "correct_charge(cast(cast(:reservation as text) as uuid), :attempt, :kind, :amount, :reason, :actor)",
                Map.of(
                        "reservation", correction.reservation().toString(),
                        "attempt", correction.attempt(),
                        "kind", correction.kind().word(),
                        "amount", correction.amount().nanos(),
                        "reason", correction.reason(),
                        "actor", order.actor()));
    }

    public Uni<WriteAnswer> topUp(WriteOrder order, String node, NanoUsd amount, String reason) {
        return write(
                order,
                "top_up_credit(:node, :amount, :reason, :actor)",
                Map.of("node", node, "amount", amount.nanos(), "reason", reason, "actor", order.actor()));
    }

    /// What was paid in, spent and is left; empty where the node has no credit.
    public Uni<Optional<JsonObject>> credit(String node) {
        return database.call("select credit_view($1)", Tuple.of(node));
    }

    /// The node's top-ups behind an id, oldest first.
    public Uni<List<JsonObject>> topUps(String node, long after, int most) {
        return objects("""
                select jsonb_build_object('topUp', id, 'amountNanoUsd', amount, 'reason', reason, 'actor', actor,
                    'at', at) from top_up where node = $1 and id > $2 order by id limit $3""", Tuple.of(node, after, most));
    }

    public Uni<WriteAnswer> closeMonth(WriteOrder order, YearMonth month) {
        return write(
                order,
                "close_period(cast(cast(:month as text) as date), :actor)",
                Map.of("month", month.atDay(1).toString(), "actor", order.actor()));
    }

    public Uni<JsonObject> month(YearMonth month) {
        return database.call("select period_view($1)", Tuple.of(month.atDay(1))).map(Optional::orElseThrow);
    }

    /// @param effectiveAt empty: from now on
    public Uni<WriteAnswer> addPoolRate(WriteOrder order, String pool, PoolRate rate, Optional<Instant> effectiveAt) {
        return write(
                order,
                "add_pool_rate(:pool, :perHour, :hardware, :watts, :pue, :perKilowattHour, "
                        + "cast(nullif(cast(:effectiveAt as text), '') as timestamptz))",
                Map.of(
                        "pool",
                        pool,
                        "perHour",
                        rate.perHour().nanos(),
                        "hardware",
                        rate.hardware().nanos(),
                        "watts",
                        rate.watts(),
                        "pue",
                        rate.pue(),
                        "perKilowattHour",
                        rate.perKilowattHour().nanos(),
                        "effectiveAt",
                        effectiveAt
                                .map(time -> time.atOffset(ZoneOffset.UTC).toString())
                                .orElse("")));
    }

    /// The newest rates, of one pool or, where it is empty, of all.
    public Uni<List<JsonObject>> poolRates(String pool, int most) {
        return objects("""
                select pool_rate_view(pool_rate) from pool_rate where $1 = '' or pool = $1 order by pool, effective_at desc limit $2""", Tuple.of(pool, most));
    }

    public Uni<WriteAnswer> dismiss(WriteOrder order, long quarantined, String reason) {
        return write(
                order,
                "dismiss_quarantined(:id, :reason, :actor)",
                Map.of("id", quarantined, "reason", reason, "actor", order.actor()));
    }

    /// Rebuilds the books from their parts and says where they differ, a page at a time.
    public Uni<LedgerPage> verify(Optional<LedgerDifference> after, int most) {
        return reads.verify(connection -> connection
                        .preparedQuery("select check_name, subject, difference from verify_ledger($1, $2, $3)")
                        .execute(Tuple.of(
                                most,
                                after.map(LedgerDifference::check).orElse(""),
                                after.map(LedgerDifference::subject).orElse(""))))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new LedgerDifference(
                                row.getString("check_name"), row.getString("subject"), row.getString("difference")))
                        .toList())
                .map(found ->
                        new LedgerPage(found, found.size() < most ? Optional.empty() : Optional.of(found.getLast())));
    }

    private Uni<List<JsonObject>> objects(String sql, Tuple parameters) {
        return database.rows(sql, parameters)
                .map(rows -> rows.stream().map(row -> row.getJsonObject(0)).toList());
    }

    private Uni<WriteAnswer> write(WriteOrder order, String call, Map<String, Object> parameters) {
        return writes.run(order, session -> {
            var query = session.createNativeQuery("select cast(" + call + " as text)", String.class);
            parameters.forEach(query::setParameter);
            return query.getSingleResult().map(this::outcome);
        });
    }

    private Outcome outcome(String text) {
        JsonNode said = parse(text);
        String outcome = said.path("outcome").asText();
        return switch (outcome) {
            case "done" ->
                new Outcome.Changed(
                        new Change(said.path("node").asText(), false, said.path("answer"), said.path("answer")));
            case "missing" ->
                new Outcome.Refused(new WriteAnswer.Missing(
                        said.path("what").asText(), said.path("id").asText()));
            case "conflict" ->
                new Outcome.Refused(new WriteAnswer.Conflict(
                        said.path("field").asText(), said.path("message").asText()));
            default -> throw new IllegalStateException("the ledger answered '" + outcome + "'");
        };
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger's answer is not JSON", e);
        }
    }
}
