package dev.cortado.router.store;

import dev.cortado.router.decision.Attempt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Writes that wait for the database, in order. One batch at a time goes in one transaction; while the database is away
/// they wait; past the limit the oldest is dropped, counted and logged.
final class WriteQueue {

    private static final Logger LOG = Logger.getLogger(WriteQueue.class);
    private static final int DROPS_PER_LOG_LINE = 1_000;

    private final Vertx vertx;
    private final Pool pool;
    private final int waitingMax;
    private final int batchMax;
    private final long retryMillis;

    private final Deque<Write> waiting = new ArrayDeque<>();
    private final AtomicLong dropped = new AtomicLong();
    private boolean open;
    private boolean busy;
    /// Writes left to try one by one, since a batch with one of them was refused.
    private int oneByOne;

    WriteQueue(Vertx vertx, Pool pool, int waitingMax, int batchMax, long retryMillis) {
        this.vertx = vertx;
        this.pool = pool;
        this.waitingMax = waitingMax;
        this.batchMax = batchMax;
        this.retryMillis = retryMillis;
    }

    void add(Write write) {
        synchronized (this) {
            if (waiting.size() >= waitingMax) {
                drop(waiting.removeFirst(), "more than " + waitingMax + " writes wait for the database");
            }
            waiting.addLast(write);
        }
        next();
    }

    /// The tables are there: what waits can be written.
    void open() {
        synchronized (this) {
            open = true;
        }
        next();
    }

    synchronized int size() {
        return waiting.size();
    }

    synchronized boolean isIdle() {
        return !busy && (waiting.isEmpty() || !open);
    }

    long droppedCount() {
        return dropped.get();
    }

    private void next() {
        List<Write> batch = new ArrayList<>();
        synchronized (this) {
            if (busy || !open || waiting.isEmpty()) {
                return;
            }
            busy = true;
            int limit = oneByOne > 0 ? 1 : batchMax;
            while (batch.size() < limit && !waiting.isEmpty()) {
                batch.add(waiting.removeFirst());
            }
        }
        pool.withTransaction(connection -> write(connection, batch)).onComplete(done -> {
            if (done.succeeded()) {
                written(batch.size());
                next();
            } else {
                failed(batch, done.cause());
            }
        });
    }

    private synchronized void written(int count) {
        busy = false;
        oneByOne = Math.max(0, oneByOne - count);
    }

    private void failed(List<Write> batch, Throwable cause) {
        boolean atFault = cause instanceof PgException refused && isWritesFault(refused);
        synchronized (this) {
            busy = false;
            if (atFault && batch.size() == 1) {
                oneByOne = Math.max(0, oneByOne - 1);
                drop(batch.getFirst(), String.valueOf(cause.getMessage()));
            } else {
                if (atFault) {
                    oneByOne = batch.size();
                }
                batch.reversed().forEach(waiting::addFirst);
            }
        }
        if (atFault) {
            next();
        } else {
            LOG.debugf("decisions wait for the database: %s", cause.getMessage());
            vertx.setTimer(retryMillis, _ -> next());
        }
    }

    /// Data exceptions and violated constraints: writing the same again would fail again.
    private static boolean isWritesFault(PgException refused) {
        String state = String.valueOf(refused.getSqlState()).toUpperCase(Locale.ROOT);
        return state.startsWith("22") || state.startsWith("23");
    }

    private void drop(Write write, String why) {
        long count = dropped.incrementAndGet();
        if (count % DROPS_PER_LOG_LINE == 1) {
            LOG.errorf("a write of %s was dropped (%d so far): %s", write.about(), count, why);
        }
    }

    /// By kind, in the order that their references need; within a kind in the order they came.
    private static Future<Void> write(SqlConnection connection, List<Write> batch) {
        List<Tuple> decided = new ArrayList<>();
        List<Tuple> recovered = new ArrayList<>();
        List<Tuple> placed = new ArrayList<>();
        List<Tuple> ended = new ArrayList<>();
        List<Tuple> overdue = new ArrayList<>();
        for (Write write : batch) {
            switch (write) {
                case Write.Decided(var decision) -> decided.add(Statements.decided(decision));
                case Write.Placed(var attempt) -> placed.add(Statements.placed(attempt));
                case Write.Ended(var key, var fate) -> ended.add(Statements.ended(key, fate));
                case Write.Recovered(var decision) -> {
                    Attempt attempt = decision.latest();
                    recovered.add(Statements.decided(decision));
                    placed.add(Statements.placed(attempt));
                    ended.add(Statements.ended(attempt.key(), attempt.fate()));
                }
                case Write.Overdue late -> overdue.add(Statements.overdue(late));
            }
        }
        return run(connection, Statements.DECIDED, decided)
                .compose(_ -> run(connection, Statements.RECOVERED, recovered))
                .compose(_ -> run(connection, Statements.PLACED, placed))
                .compose(_ -> run(connection, Statements.ENDED, ended))
                .compose(_ -> run(connection, Statements.OVERDUE, overdue));
    }

    private static Future<Void> run(SqlConnection connection, String sql, List<Tuple> tuples) {
        return tuples.isEmpty()
                ? Future.succeededFuture()
                : connection.preparedQuery(sql).executeBatch(tuples).mapEmpty();
    }
}
