package dev.cortado.accounting.store;

import dev.cortado.accounting.posting.LogPosition;
import dev.cortado.accounting.posting.Payload;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// Records that could not be posted: looked at, and posted after all.
@ApplicationScoped
public class QuarantineStore {

    private static final String FIND = """
            select partition, log_offset, coalesce(appended_at, at) as appended_at, event_id, payload,
                coalesce(resolution, '') as resolution, quarantine_view(id) as view
            from quarantine where id = $1""";

    private static final String KEY_OF_ANOTHER = """
            select 1 from idempotent_write where actor = $1 and key = $2 and request_hash <> decode($3, 'hex')""";

    private static final String CLAIM_KEY = """
            insert into idempotent_write as kept (actor, key, request_hash, status, answer)
            values ($1, $2, decode($3, 'hex'), 200, $4)
            on conflict (actor, key) do update set answer = excluded.answer
            where kept.request_hash = excluded.request_hash""";

    private static final String NEWEST_FAULT = "select fault, detail from quarantine order by id desc limit 1";

    /// A quarantined record as it came.
    ///
    /// @param resolution empty while it is open
    public record Found(LogPosition position, String eventId, Payload payload, String resolution, JsonObject view) {}

    /// What became of a replay.
    public sealed interface Replayed {
        record Posted(JsonObject view) implements Replayed {}

        record StillFaulty(String fault, String detail) implements Replayed {}

        record Resolved(String resolution) implements Replayed {}

        /// The Idempotency-Key came with another request before.
        record KeyTaken() implements Replayed {}
    }

    private final Database database;

    QuarantineStore(Database database) {
        this.database = database;
    }

    /// Records behind an id, oldest first.
    ///
    /// @param open only those that wait, or only those resolved
    public Uni<List<JsonObject>> list(boolean open, long after, int most) {
        return database.rows(
                        "select quarantine_view(id) from quarantine where (resolution is null) = $1 and id > $2 "
                                + "order by id limit $3",
                        Tuple.of(open, after, most))
                .map(rows -> rows.stream().map(row -> row.getJsonObject(0)).toList());
    }

    public Uni<Optional<Found>> find(long id) {
        return database.first(FIND, Tuple.of(id)).map(row -> row.map(QuarantineStore::found));
    }

    /// Whether the order's key came with another request before.
    public Uni<Boolean> isKeyOfAnother(WriteOrder order) {
        return database.first(KEY_OF_ANOTHER, key(order)).map(Optional::isPresent);
    }

    /// Tells of a record that was found resolved, once the synchronous standby has that.
    public Uni<Replayed> resolved(Found found) {
        return database.prove().replaceWith(new Replayed.Resolved(found.resolution()));
    }

    /// Posts the row, as it reads now, in the place of the record, and keeps the order's key; in one transaction, so
    /// exactly once.
    public Uni<Replayed> replay(long id, PostingRow row, WriteOrder order) {
        PostingBatch batch = new PostingBatch(List.of(), List.of(row));
        return database.pool()
                .withTransaction(connection -> lock(connection, id)
                        .chain(() -> note(connection, PostingStore.NOTE_RERUNS, PostingStore.reruns(batch)))
                        .chain(() -> note(connection, PostingStore.NOTE_HEDGES, PostingStore.hedges(batch)))
                        .chain(() -> connection
                                .preparedQuery(PostingStore.POST)
                                .execute(PostingStore.parameters(batch, true)))
                        .map(rows -> PostingStore.posted(rows.iterator().next().getJsonObject(0)))
                        .call(() -> watchAgain(connection, row))
                        .flatMap(posted ->
                                posted.quarantined() > 0 ? refuse(connection) : resolve(connection, id, order)))
                .onFailure(Undone.class)
                .recoverWithItem(undone -> undone.answer(Replayed.class))
                .call(database::prove)
                .onFailure(failure -> failure instanceof PgException && !Database.isTransient(failure))
                .recoverWithItem(failure ->
                        new Replayed.StillFaulty("refused_by_database", String.valueOf(failure.getMessage())));
    }

    private static Uni<Void> note(SqlConnection connection, String statement, Optional<Tuple> noted) {
        return noted.map(parameters ->
                        connection.preparedQuery(statement).execute(parameters).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /// What was paid beside the row may be settled by now, though this row was not there yet.
    private static Uni<Void> watchAgain(SqlConnection connection, PostingRow row) {
        return row instanceof PostingRow.Usage usage
                ? connection
                        .preparedQuery("select watch_hedge_again($1), watch_rerun_again($1)")
                        .execute(Tuple.of(usage.permission().reservation().value()))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private static Uni<Void> lock(SqlConnection connection, long id) {
        return connection
                .preparedQuery(
                        "select coalesce(resolution, '') as resolution from quarantine where id = $1 for no key update")
                .execute(Tuple.of(id))
                .invoke(rows -> {
                    String resolution = rows.iterator().next().getString("resolution");
                    if (!resolution.isEmpty()) {
                        throw new Undone(new Replayed.Resolved(resolution));
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Replayed> refuse(SqlConnection connection) {
        return connection.query(NEWEST_FAULT).execute().map(rows -> {
            Row newest = rows.iterator().next();
            throw new Undone(new Replayed.StillFaulty(newest.getString("fault"), newest.getString("detail")));
        });
    }

    private static Uni<Replayed> resolve(SqlConnection connection, long id, WriteOrder order) {
        return connection
                .preparedQuery("select resolve_replayed($1, $2)")
                .execute(Tuple.of(id, order.actor()))
                .map(rows -> rows.iterator().next().getJsonObject(0))
                .call(view -> claim(connection, order, view))
                .map(Replayed.Posted::new);
    }

    private static Uni<Void> claim(SqlConnection connection, WriteOrder order, JsonObject view) {
        return connection
                .preparedQuery(CLAIM_KEY)
                .execute(key(order).addJsonObject(view))
                .invoke(claimed -> {
                    if (claimed.rowCount() == 0) {
                        throw new Undone(new Replayed.KeyTaken());
                    }
                })
                .replaceWithVoid();
    }

    private static Tuple key(WriteOrder order) {
        return Tuple.of(order.actor(), order.idempotencyKey(), order.requestHash());
    }

    private static Found found(Row row) {
        return new Found(
                new LogPosition(
                        row.getInteger("partition"), row.getLong("log_offset"), Database.instant(row, "appended_at")),
                row.getString("event_id"),
                new Payload(row.getBuffer("payload").getBytes()),
                row.getString("resolution"),
                row.getJsonObject("view"));
    }
}
