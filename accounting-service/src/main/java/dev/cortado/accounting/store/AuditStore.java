package dev.cortado.accounting.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The log of administrative changes, which only grows.
@ApplicationScoped
public class AuditStore {

    /// One administrative change.
    ///
    /// @param actor subject of the token that came with it
    /// @param organisation whose it is; empty: the platform's
    /// @param request what was asked for, in words
    /// @param before absent where nothing was there
    public record Entry(
            long id,
            Instant at,
            String actor,
            String action,
            String node,
            String organisation,
            String request,
            Optional<JsonNode> before,
            Optional<JsonNode> after) {}

    /// @param next where the next page begins, if there is one
    public record Page(List<Entry> entries, Optional<String> next) {}

    /// Which entries; what is absent does not matter.
    ///
    /// @param organisations names of those whose entries may be shown; empty: of all, and the platform's
    /// @param organisation all of its entries, whichever node they changed
    /// @param from inclusive
    /// @param to exclusive
    public record Query(
            Optional<List<String>> organisations,
            Optional<String> organisation,
            Optional<String> node,
            Optional<String> actor,
            Optional<Instant> from,
            Optional<Instant> to) {}

    private final Database database;
    private final ObjectMapper json;

    AuditStore(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /// Newest first, those before an id.
    public Uni<Page> page(Query query, long before, int most) {
        List<@Nullable Object> values = new ArrayList<>(List.of(before, most + 1));
        StringBuilder where = new StringBuilder("id < $1");
        query.organisations()
                .ifPresent(names -> and(
                        where,
                        values,
                        "organisation in (select o.id from organisation o where o.name = any (%s))",
                        names.toArray(new String[0])));
        query.organisation().ifPresent(id -> and(where, values, "organisation = %s", id));
        query.node().ifPresent(id -> and(where, values, "node = %s", id));
        query.actor().ifPresent(actor -> and(where, values, "actor = %s", actor));
        query.from().ifPresent(from -> and(where, values, "at >= %s", from.atOffset(ZoneOffset.UTC)));
        query.to().ifPresent(to -> and(where, values, "at < %s", to.atOffset(ZoneOffset.UTC)));
        return database.rows(
                        "select id, at, actor, action, node, organisation, detail ->> 'request' as request,"
                                + " before::text as before, coalesce(after, detail -> 'result')::text as after"
                                + " from audit where " + where + " order by id desc limit $2",
                        Tuple.tuple(values))
                .map(rows -> page(rows, most));
    }

    private static void and(StringBuilder where, List<@Nullable Object> values, String condition, Object value) {
        values.add(value);
        where.append(" and ").append(condition.formatted("$" + values.size()));
    }

    private Page page(List<Row> rows, int most) {
        List<Entry> entries = rows.stream().limit(most).map(this::entry).toList();
        return new Page(
                entries,
                rows.size() > most ? Optional.of(Long.toString(entries.getLast().id())) : Optional.empty());
    }

    private Entry entry(Row row) {
        return new Entry(
                row.getLong("id"),
                Database.instant(row, "at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("node"),
                row.getString("organisation"),
                Optional.ofNullable(row.getString("request")).orElse(""),
                tree(row.getString("before")),
                tree(row.getString("after")));
    }

    private Optional<JsonNode> tree(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(json.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an audit row is not JSON", e);
        }
    }
}
