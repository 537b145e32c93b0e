package dev.cortado.router.store;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.configuration.DecisionConfiguration;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.DecisionStore;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.decision.OpenAttempts;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.hold.AttemptKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/// Decisions in PostgreSQL. Several routers share the tables.
final class PostgresDecisions implements DecisionStore, OpenAttempts {

    private static final Logger LOG = Logger.getLogger(PostgresDecisions.class);

    private final Vertx vertx;
    private final Pool pool;
    private final DecisionConfiguration configuration;
    private final WriteQueue queue;
    private final CompletableFuture<Optional<Instant>> oldest = new CompletableFuture<>();

    /// @param writer whose event loops and database connection write, apart from those that answer requests
    PostgresDecisions(Vertx vertx, Pool pool, Writer writer, DecisionConfiguration configuration) {
        this.vertx = vertx;
        this.pool = pool;
        this.configuration = configuration;
        this.queue = new WriteQueue(
                writer.vertx(),
                writer.pool(),
                configuration.queueMax(),
                configuration.batchMax(),
                configuration.gatherFor().toMillis(),
                configuration.retryEvery().toMillis());
    }

    /// The tables are there.
    void open() {
        queue.open();
        askOldest();
        deleteOld();
        vertx.setPeriodic(configuration.deleteEvery().toMillis(), _ -> deleteOld());
    }

    WriteQueue queue() {
        return queue;
    }

    @Override
    public void decided(Decision decision) {
        queue.add(new Write.Decided(decision));
    }

    @Override
    public void placed(Attempt attempt) {
        queue.add(new Write.Placed(attempt));
    }

    @Override
    public void ended(AttemptKey key, Fate fate) {
        queue.add(new Write.Ended(key, fate));
    }

    @Override
    public void recovered(Decision decision) {
        queue.add(new Write.Recovered(decision));
    }

    @Override
    public void overdue(int partition, Instant publishBy) {
        queue.add(new Write.Overdue(partition, publishBy));
    }

    @Override
    public CompletionStage<Optional<Instant>> oldest() {
        return oldest;
    }

    @Override
    public CompletionStage<Optional<Decision>> find(ReservationId id) {
        Tuple key = Tuple.of(id.value());
        CompletableFuture<Optional<Decision>> found = new CompletableFuture<>();
        pool.withConnection(connection -> connection
                        .preparedQuery(Statements.FIND_DECISION)
                        .execute(key)
                        .compose(decision -> connection
                                .preparedQuery(Statements.FIND_ATTEMPTS)
                                .execute(key)
                                .map(attempts -> toDecision(id, decision, attempts))))
                .onSuccess(found::complete)
                .onFailure(failure -> found.completeExceptionally(new StoreAway(failure)));
        return found;
    }

    /// Deletes what is past its retention, some at a time, so that no statement runs long.
    Future<Void> deleteOld() {
        return deleteOld(Statements.DELETE_OLD).compose(_ -> deleteOld(Statements.DELETE_OLD_RATINGS));
    }

    private Future<Void> deleteOld(String statement) {
        Tuple bounds =
                Tuple.of(Statements.time(Instant.now().minus(configuration.retention())), configuration.deleteMax());
        return pool.preparedQuery(statement)
                .execute(bounds)
                .compose(deleted -> deleted.rowCount() < configuration.deleteMax()
                        ? Future.<Void>succeededFuture()
                        : deleteOld(statement))
                .onFailure(failure ->
                        LOG.warnf("old decisions and ratings could not be deleted: %s", failure.getMessage()));
    }

    private void askOldest() {
        pool.query(Statements.OLDEST_OPEN)
                .execute()
                .onSuccess(rows -> oldest.complete(
                        Optional.ofNullable(rows.iterator().next().getOffsetDateTime("oldest"))
                                .map(OffsetDateTime::toInstant)))
                .onFailure(_ -> vertx.setTimer(configuration.retryEvery().toMillis(), _ -> askOldest()));
    }

    private static Optional<Decision> toDecision(ReservationId id, RowSet<Row> decision, RowSet<Row> rows) {
        if (decision.size() == 0) {
            return Optional.empty();
        }
        List<Attempt> attempts = new ArrayList<>();
        rows.forEach(row -> attempts.add(Rows.toAttempt(id, row)));
        return Optional.of(Rows.toDecision(id, decision.iterator().next(), attempts));
    }
}
