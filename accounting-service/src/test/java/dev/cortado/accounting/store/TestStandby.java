package dev.cortado.accounting.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// A synchronous standby that never answers, and the hand that cancels waits for it.
public final class TestStandby implements AutoCloseable {

    private static final Duration WAIT_MAX = Duration.ofSeconds(20);
    private static final String WAITING =
            "from pg_stat_activity where wait_event = 'SyncRep' and datname = current_database()";

    private final String url;
    private final Connection hand;

    /// @param url of a database on the primary, by JDBC
    public TestStandby(String url) {
        this.url = url;
        try {
            hand = DriverManager.getConnection(url, "postgres", "postgres");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        ask("set synchronous_commit = local");
    }

    /// From here on commits wait; returns when one has.
    public void goAway() {
        ask("alter system set synchronous_standby_names = 'nobody'");
        ask("select pg_reload_conf()");
        // The server takes a moment to see its setting.
        AtomicBoolean waited = new AtomicBoolean();
        Thread committing = Thread.ofVirtual().start(() -> commitUntil(waited));
        Instant end = Instant.now().plus(WAIT_MAX);
        while (committing.isAlive()) {
            if (cancelAll() > 0 || Instant.now().isAfter(end)) {
                waited.set(true);
            }
            pause();
        }
        if (Instant.now().isAfter(end)) {
            throw new IllegalStateException("no commit waits for the standby");
        }
    }

    public void comeBack() {
        ask("alter system reset synchronous_standby_names");
        ask("select pg_reload_conf()");
    }

    /// Cancels a commit that waits, once there is one.
    void cancelOne() {
        awaited(() -> cancelAll() > 0);
    }

    /// Cancels the commits that wait now; tells how many.
    public int cancelAll() {
        return ask("select count(pg_cancel_backend(pid)) " + WAITING);
    }

    /// Runs `work` while each commit that waits is cancelled again and again.
    ///
    /// The one that cancels is told to end, never interrupted: an interrupt closes the socket that a
    /// virtual thread reads, and with it the connection that sets the server right again.
    public void cancellingAll(Runnable work) {
        AtomicBoolean done = new AtomicBoolean();
        Thread cancelling = Thread.ofVirtual().start(() -> {
            while (!done.get()) {
                cancelAll();
                pause();
            }
        });
        try {
            work.run();
        } finally {
            done.set(true);
            joined(cancelling);
        }
    }

    /// Ends the connection of a commit that waits, once there is one.
    void terminateOne() {
        awaited(() -> ask("select count(pg_terminate_backend(pid)) " + WAITING) > 0);
    }

    void awaitWaiting() {
        awaited(() -> ask("select count(*) " + WAITING) > 0);
    }

    private void commitUntil(AtomicBoolean waited) {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            while (!waited.get()) {
                statement.execute("select pg_logical_emit_message(true, 'test', '')");
                pause();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private int ask(String sql) {
        try (Statement statement = hand.createStatement()) {
            if (!statement.execute(sql)) {
                return 0;
            }
            try (ResultSet results = statement.getResultSet()) {
                results.next();
                return sql.contains("count(") ? results.getInt(1) : 0;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private static void awaited(Supplier<Boolean> condition) {
        Instant end = Instant.now().plus(WAIT_MAX);
        while (!condition.get()) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("it did not come about within " + WAIT_MAX);
            }
            pause();
        }
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }

    @Override
    public void close() {
        comeBack();
        try {
            hand.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
