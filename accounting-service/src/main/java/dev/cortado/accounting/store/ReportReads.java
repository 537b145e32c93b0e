package dev.cortado.accounting.store;

import dev.cortado.accounting.configuration.ReportConfiguration;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Transactions of reports: read only, on one snapshot, with a time limit, and few at a time, so that reports never
/// take the connections that leases and posting live by. A reader who leaves gives the connection back, also while it
/// is still being fetched. The check of the books takes far longer than a report and none of its places: one at a time.
@ApplicationScoped
public class ReportReads {

    /// Every report that may run at a time does, or another check of the books.
    public static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BusyException(String running) {
            super(running);
        }
    }

    private static final String SNAPSHOT = "set transaction isolation level repeatable read read only";
    private static final String LIMITS = """
            select set_config('statement_timeout', $1, true),
                set_config('idle_in_transaction_session_timeout', $2, true),
                set_config('transaction_timeout', $3, true)""";

    private static final String VERIFYING = "the books are being verified already";
    private static final String TRY_VERIFYING = "select pg_try_advisory_xact_lock(hashtext('accounting.verify'))";

    private final Database database;
    private final ReportConfiguration configuration;
    private final Allowance reports;
    private final Allowance verification;

    ReportReads(Database database, ReportConfiguration configuration) {
        this.database = database;
        this.configuration = configuration;
        this.reports = new Allowance(
                new Semaphore(configuration.concurrentMax()),
                configuration.concurrentMax() + " reports run already",
                configuration.statementTimeMax(),
                configuration.timeMax());
        this.verification = new Allowance(
                new Semaphore(1),
                VERIFYING,
                configuration.verifyTimeMax(),
                configuration.verifyTimeMax().plus(configuration.readerWaitMax()));
    }

    /// How many of a kind may run at a time, and for how long.
    ///
    /// @param busy what is said where no place is free
    private record Allowance(Semaphore slots, String busy, Duration statement, Duration transaction) {}

    /// All that `work` reads is of one snapshot.
    <T> Uni<T> read(Function<SqlConnection, Uni<T>> work) {
        return read(reports, work);
    }

    /// The same for a check of the books: one in all instances of the service.
    <T> Uni<T> verify(Function<SqlConnection, Uni<T>> work) {
        return read(
                verification,
                connection -> connection
                        .query(TRY_VERIFYING)
                        .execute()
                        .map(rows -> rows.iterator().next().getBoolean(0))
                        .flatMap(free -> free
                                ? work.apply(connection)
                                : Uni.createFrom().failure(new BusyException(VERIFYING))));
    }

    private <T> Uni<T> read(Allowance allowance, Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Opening opening = open(allowance);
            return opening.connection()
                    .flatMap(connection -> work.apply(connection))
                    .onTermination()
                    .call((_, _, left) -> left ? opening.left() : opening.finished());
        });
    }

    /// The rows as they are asked for, [ReportConfiguration#streamRows] in memory at most.
    Multi<Row> stream(String sql, Tuple parameters) {
        return Multi.createFrom().deferred(() -> {
            Opening opening = open(reports);
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
    private record Opening(Uni<SqlConnection> connection, Uni<Void> finished) {

        /// The same where nobody waits for the statement any more that the database may be at: all that follows on the
        /// connection would wait for it.
        Uni<Void> left() {
            return connection
                    .flatMap(open -> PgConnection.cast(open).cancelRequest())
                    .onFailure()
                    .recoverWithNull()
                    .chain(() -> finished);
        }
    }

    private Opening open(Allowance allowance) {
        if (!allowance.slots().tryAcquire()) {
            return new Opening(
                    Uni.createFrom().failure(new BusyException(allowance.busy())),
                    Uni.createFrom().voidItem());
        }
        Uni<SqlConnection> connection = database.pool()
                .getConnection()
                .onFailure()
                .invoke(() -> allowance.slots().release())
                .flatMap(opened -> begun(opened, allowance))
                .memoize()
                .indefinitely();
        return new Opening(
                connection,
                connection
                        .flatMap(opened -> finish(opened, allowance))
                        .onFailure()
                        .recoverWithNull()
                        .memoize()
                        .indefinitely());
    }

    private Uni<SqlConnection> begun(SqlConnection connection, Allowance allowance) {
        return connection
                .begin()
                .chain(() -> connection.query(SNAPSHOT).execute())
                .chain(() -> connection
                        .preparedQuery(LIMITS)
                        .execute(Tuple.of(
                                Long.toString(allowance.statement().toMillis()),
                                Long.toString(configuration.readerWaitMax().toMillis()),
                                Long.toString(allowance.transaction().toMillis()))))
                .replaceWith(connection)
                .onFailure()
                .call(() -> finish(connection, allowance));
    }

    /// Nothing was written, so it is rolled back; a connection that is broken is dropped by the pool.
    private static Uni<Void> finish(SqlConnection connection, Allowance allowance) {
        return Uni.createFrom()
                .deferred(() -> connection.transaction() == null
                        ? Uni.createFrom().voidItem()
                        : connection.transaction().rollback())
                .onFailure()
                .recoverWithNull()
                .chain(connection::close)
                .onFailure()
                .recoverWithNull()
                .eventually(() -> allowance.slots().release());
    }
}
