package dev.cortado.router.store;

import dev.cortado.router.decision.Attempt;
import dev.cortado.router.hold.AttemptKey;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Writes that wait for the database, in order. One batch at a time goes in one transaction, once its first write has
/// waited a moment for others; while the database is away they wait; past the limit the oldest is dropped, counted and
/// logged. Writing has a thread of its own: requests do not wait for it.
final class WriteQueue {

    private static final Logger LOG = Logger.getLogger(WriteQueue.class);
    private static final int DROPS_PER_LOG_LINE = 1_000;

    private final Vertx vertx;
    private final Context loop;
    private final Pool pool;
    private final int waitingMax;
    private final int batchMax;
    private final long gatherMillis;
    private final long retryMillis;

    private final Deque<Write> waiting = new ArrayDeque<>();
    private final AtomicLong dropped = new AtomicLong();
    private boolean open;
    private boolean busy;
    private boolean gathering;
    /// Writes left to try one by one, since a batch with one of them was refused.
    private int oneByOne;

    /// @param gatherMillis how long the first of a batch waits for others; 0: not at all
    WriteQueue(Vertx vertx, Pool pool, int waitingMax, int batchMax, long gatherMillis, long retryMillis) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.pool = pool;
        this.waitingMax = waitingMax;
        this.batchMax = batchMax;
        this.gatherMillis = gatherMillis;
        this.retryMillis = retryMillis;
    }

    void add(Write write) {
        synchronized (this) {
            if (waiting.size() >= waitingMax) {
                drop(waiting.removeFirst(), "more than " + waitingMax + " writes wait for the database");
            }
            waiting.addLast(write);
        }
        writeSoon();
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

    /// Writes now where there is enough for a batch, else once the first that waits has waited for others.
    private void writeSoon() {
        boolean now;
        synchronized (this) {
            now = oneByOne > 0 || gatherMillis == 0 || waiting.size() >= batchMax;
            if (busy || !open || waiting.isEmpty() || (!now && gathering)) {
                return;
            }
            gathering = !now;
        }
        if (now) {
            next();
        } else {
            loop.runOnContext(_ -> vertx.setTimer(gatherMillis, _ -> next()));
        }
    }

    private void next() {
        List<Write> batch = new ArrayList<>();
        synchronized (this) {
            gathering = false;
            if (busy || !open || waiting.isEmpty()) {
                return;
            }
            busy = true;
            int limit = oneByOne > 0 ? 1 : batchMax;
            while (batch.size() < limit && !waiting.isEmpty()) {
                batch.add(waiting.removeFirst());
            }
        }
        loop.runOnContext(_ -> pool.withTransaction(connection -> write(connection, batch))
                .onComplete(done -> {
                    if (done.succeeded()) {
                        written(batch.size());
                        writeSoon();
                    } else {
                        failed(batch, done.cause());
                    }
                }));
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
        // One statement must not meet an attempt twice: the first end stands.
        Map<AttemptKey, Tuple> ended = new LinkedHashMap<>();
        List<Tuple> overdue = new ArrayList<>();
        for (Write write : batch) {
            switch (write) {
                case Write.Decided(var decision) -> decided.add(Statements.decided(decision));
                case Write.Placed(var attempt) -> placed.add(Statements.placed(attempt));
                case Write.Ended(var key, var fate) -> ended.putIfAbsent(key, Statements.ended(key, fate));
                case Write.Recovered(var decision) -> {
                    Attempt attempt = decision.latest();
                    recovered.add(Statements.decided(decision));
                    placed.add(Statements.placed(attempt));
                    ended.putIfAbsent(attempt.key(), Statements.ended(attempt.key(), attempt.fate()));
                }
                case Write.Overdue late -> overdue.add(Statements.overdue(late));
            }
        }
        return run(connection, Statements.DECIDED, Statements.DECISION_COLUMNS, decided)
                .compose(_ -> run(connection, Statements.RECOVERED, Statements.DECISION_COLUMNS, recovered))
                .compose(_ -> run(connection, Statements.PLACED, Statements.ATTEMPT_COLUMNS, placed))
                .compose(_ -> run(connection, Statements.ENDED, Statements.END_COLUMNS, List.copyOf(ended.values())))
                .compose(_ -> overdue.isEmpty()
                        ? Future.succeededFuture()
                        : connection
                                .preparedQuery(Statements.OVERDUE)
                                .executeBatch(overdue)
                                .mapEmpty());
    }

    private static Future<Void> run(SqlConnection connection, String sql, List<Class<?>> types, List<Tuple> rows) {
        return rows.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(sql)
                        .execute(Statements.columns(rows, types))
                        .mapEmpty();
    }
}
