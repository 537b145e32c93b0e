package dev.cortado.accounting.store;

import dev.cortado.accounting.configuration.ReportConfiguration;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Transactions of reports: read only, on one snapshot, with a time limit, and few at a time, so that reports never
/// take the connections that leases and posting live by. A reader who leaves gives the connection back, also while it
/// is still being fetched.
@ApplicationScoped
public class ReportReads {

    /// Every report that may run at a time does.
    public static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BusyException(int most) {
            super(most + " reports run already");
        }
    }

    private static final String SNAPSHOT = "set transaction isolation level repeatable read read only";
    private static final String LIMITS = """
            select set_config('statement_timeout', $1, true),
                set_config('idle_in_transaction_session_timeout', $2, true),
                set_config('transaction_timeout', $3, true)""";

    private final Database database;
    private final ReportConfiguration configuration;
    private final Semaphore slots;

    ReportReads(Database database, ReportConfiguration configuration) {
        this.database = database;
        this.configuration = configuration;
        this.slots = new Semaphore(configuration.concurrentMax());
    }

    /// All that `work` reads is of one snapshot.
    <T> Uni<T> read(Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Opening opening = open();
            return opening.connection()
                    .flatMap(connection -> work.apply(connection))
                    .onTermination()
                    .call(() -> opening.finished());
        });
    }

    /// The rows as they are asked for, [ReportConfiguration#streamRows] in memory at most.
    Multi<Row> stream(String sql, Tuple parameters) {
        return Multi.createFrom().deferred(() -> {
            Opening opening = open();
            return opening.connection()
                    .flatMap(connection -> connection.prepare(sql))
                    .onItem()
                    .transformToMulti(statement -> statement
                            .createStream(configuration.streamRows(), parameters)
                            .toMulti())
                    .onTermination()
                    .call(() -> opening.finished());
        });
    }

    /// One reader's transaction. It is finished once, whoever leaves when: a reader may leave in the very moment in
    /// which it opens, when what is on its way to him reaches nobody.
    ///
    /// @param connection opens however many ask for it, once, and also if nobody waits any more
    /// @param finished gives the connection back as soon as it is open; nothing where it does not open
    private record Opening(Uni<SqlConnection> connection, Uni<Void> finished) {}

    private Opening open() {
        if (!slots.tryAcquire()) {
            return new Opening(
                    Uni.createFrom().failure(new BusyException(configuration.concurrentMax())),
                    Uni.createFrom().voidItem());
        }
        Uni<SqlConnection> connection = database.pool()
                .getConnection()
                .onFailure()
                .invoke(() -> slots.release())
                .flatMap(this::begun)
                .memoize()
                .indefinitely();
        return new Opening(
                connection,
                connection
                        .flatMap(this::finish)
                        .onFailure()
                        .recoverWithNull()
                        .memoize()
                        .indefinitely());
    }

    private Uni<SqlConnection> begun(SqlConnection connection) {
        return connection
                .begin()
                .chain(() -> connection.query(SNAPSHOT).execute())
                .chain(() -> connection
                        .preparedQuery(LIMITS)
                        .execute(Tuple.of(
                                Long.toString(configuration.statementTimeMax().toMillis()),
                                Long.toString(configuration.readerWaitMax().toMillis()),
                                Long.toString(configuration.timeMax().toMillis()))))
                .replaceWith(connection)
                .onFailure()
                .call(() -> finish(connection));
    }

    /// Nothing was written, so it is rolled back; a connection that is broken is dropped by the pool.
    private Uni<Void> finish(SqlConnection connection) {
        return Uni.createFrom()
                .deferred(() -> connection.transaction() == null
                        ? Uni.createFrom().voidItem()
                        : connection.transaction().rollback())
                .onFailure()
                .recoverWithNull()
                .chain(connection::close)
                .onFailure()
                .recoverWithNull()
                .eventually(() -> slots.release());
    }
}
