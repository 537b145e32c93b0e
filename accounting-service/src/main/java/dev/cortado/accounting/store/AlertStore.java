package dev.cortado.accounting.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Alerts, and the outbox of what others must be told.
@ApplicationScoped
public class AlertStore {

    private static final String MILLIS = "::bigint * interval '1 millisecond'";

    /// Something to tell, committed before.
    ///
    /// @param kind alarm, dead-letter or budget
    /// @param attempts how often telling it was begun, this time included
    /// @param payload of a budget notice, the alert as webhooks get it
    public record Notice(
            long id,
            String kind,
            String subject,
            String message,
            int attempts,
            Instant createdAt,
            Optional<JsonObject> payload) {}

    private final Database database;

    AlertStore(Database database) {
        this.database = database;
    }

    /// Raises what is due and orders that it is told; answers how many.
    public Uni<Integer> raise(Duration lookback, int most, Duration retryFor) {
        return database.number(
                "select raise_alerts($1" + MILLIS + ", $2, $3" + MILLIS + ")",
                Tuple.of(lookback.toMillis(), most, retryFor.toMillis()));
    }

    /// Notices that are now this instance's for the time.
    public Uni<List<Notice>> take(int most, Duration hold) {
        return database.rows(
                        "select * from take_outbox($1, $2" + MILLIS + ") order by id", Tuple.of(most, hold.toMillis()))
                .map(rows -> rows.stream().map(AlertStore::notice).toList());
    }

    public Uni<Void> sent(Notice notice) {
        return database.rows(
                        "update outbox set sent_at = clock_timestamp(), last_error = '' where id = $1",
                        Tuple.of(notice.id()))
                .replaceWithVoid();
    }

    public Uni<Void> later(Notice notice, Duration pause, String why) {
        return database.rows(
                        "update outbox set next_at = clock_timestamp() + $2" + MILLIS
                                + ", last_error = $3 where id = $1 and sent_at is null",
                        Tuple.of(notice.id(), pause.toMillis(), why))
                .replaceWithVoid();
    }

    public Uni<Long> unsent() {
        return database.first("select count(*) as notices from outbox where sent_at is null", Tuple.tuple())
                .map(row -> row.orElseThrow().getLong("notices"));
    }

    public Uni<Void> forget(Duration after) {
        return database.rows(
                        "delete from outbox where sent_at < clock_timestamp() - $1" + MILLIS,
                        Tuple.of(after.toMillis()))
                .replaceWithVoid();
    }

    private static Notice notice(Row row) {
        return new Notice(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("subject"),
                row.getString("message"),
                row.getInteger("attempts"),
                Database.instant(row, "created_at"),
                Optional.ofNullable(row.getJsonObject("payload")));
    }
}
