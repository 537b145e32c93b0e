package dev.cortado.accounting.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One statement, one round trip. Connections come with `lock_timeout` and `idle_in_transaction_session_timeout`
/// (application.properties), so that a frozen process holds nobody.
@ApplicationScoped
public class Database {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String GRANTS_HELD = "CA003";
    private static final String COMPLETION_UNKNOWN = "40003";
    private static final int SQL_STATE_LENGTH = 5;

    /// Classes of SQLSTATE that say nothing of the data: connection, rollback, resources, intervention, system.
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "25", "40", "53", "57", "58");

    /// Leaves nothing behind but a commit of its own.
    private static final String PROOF = "select pg_logical_emit_message(true, 'cortado', '')";

    private final Pool pool;
    private final Standby standby = new Standby();

    Database(Pool pool) {
        this.pool = pool;
    }

    /// Fails with [Standby.CommitUnsure] where the synchronous standby may lack what the statement committed.
    Uni<List<Row>> rows(String sql, Tuple parameters) {
        return pool.withConnection(connection -> {
            Standby.Heard heard = standby.listen(connection);
            return connection
                    .preparedQuery(sql)
                    .execute(parameters)
                    .invoke(heard::requireSure)
                    .map(Database::list);
        });
    }

    /// Done once the synchronous standby has whatever was committed before, by whomever: the commit that this makes
    /// waits for all that the log of the database has before it. For answers that tell of what they did not commit
    /// through [#rows].
    Uni<Void> prove() {
        return rows(PROOF, Tuple.tuple()).replaceWithVoid();
    }

    /// Commits, since the process began, that the synchronous standby may lack.
    long cancelledWaits() {
        return standby.cancelledWaits();
    }

    Uni<Optional<Row>> first(String sql, Tuple parameters) {
        return rows(sql, parameters).map(rows -> rows.stream().findFirst());
    }

    /// Calls a function that returns one jsonb; empty where it returns null.
    Uni<Optional<JsonObject>> call(String sql, Tuple parameters) {
        return first(sql, parameters).map(row -> row.flatMap(each -> Optional.ofNullable(each.getJsonObject(0))));
    }

    Uni<Integer> number(String sql, Tuple parameters) {
        return first(sql, parameters)
                .map(row -> row.map(each -> each.getInteger(0)).orElse(0));
    }

    Pool pool() {
        return pool;
    }

    /// Whether the same call may succeed later, unchanged: the database is away, busy, or chose another to go first.
    /// A failure that is not the database's word counts as its silence.
    public static boolean isTransient(Throwable failure) {
        return sqlState(failure)
                .map(state -> state.equals(LOCK_NOT_AVAILABLE)
                        || (state.length() == SQL_STATE_LENGTH && TRANSIENT_CLASSES.contains(state.substring(0, 2))))
                .orElse(true);
    }

    /// That nothing is granted for now, in the database's words; empty where it says something else.
    public static Optional<String> heldBecause(Throwable failure) {
        return failure instanceof PgException refused && GRANTS_HELD.equals(refused.getSqlState())
                ? Optional.of(refused.getErrorMessage())
                : Optional.empty();
    }

    /// Whether the connection broke before the answer came.
    public static boolean isConnectionLost(Throwable failure) {
        Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof ClosedConnectionException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /// The database's SQLSTATE in a failure or its causes, as the driver or Hibernate tells it.
    public static Optional<String> sqlState(Throwable failure) {
        Throwable cause = failure;
        while (cause != null) {
            String state = switch (cause) {
                case PgException refused -> refused.getSqlState();
                case SQLException refused -> refused.getSQLState();
                case Standby.CommitUnsure unsure -> COMPLETION_UNKNOWN;
                default -> null;
            };
            if (state != null) {
                return Optional.of(state);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    static Instant instant(JsonObject from, String field) {
        return OffsetDateTime.parse(from.getString(field)).toInstant();
    }

    static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static List<Row> list(RowSet<Row> rows) {
        List<Row> list = new ArrayList<>(rows.size());
        rows.forEach(list::add);
        return list;
    }
}
