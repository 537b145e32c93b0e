package dev.cortado.accounting.store;

import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/// A database of its own on the one PostgreSQL server that this JVM's tests share.
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = startServer("off");
    private static final Vertx VERTX = Vertx.vertx();

    private final EmbeddedPostgres server;
    /// Whether nobody else uses the server.
    private final boolean alone;
    private final String name;
    private final Pool pool;
    private final Connection connection;
    private final Database database;

    private TestDatabase(EmbeddedPostgres server, String name, int connections, String searchPath) throws SQLException {
        this.server = server;
        this.alone = !server.equals(SERVER);
        this.name = name;
        connection = DriverManager.getConnection(url(server, name), "postgres", "postgres");
        connection.setAutoCommit(true);
        execute("set search_path = " + searchPath);
        PgConnectOptions options =
                PgConnectOptions.fromUri("postgresql://postgres:postgres@127.0.0.1:" + server.getPort() + "/" + name);
        options.addProperty("search_path", searchPath)
                .addProperty("lock_timeout", "200")
                .addProperty("idle_in_transaction_session_timeout", "1000")
                .setCachePreparedStatements(true);
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(connections))
                .connectingTo(options)
                .using(VERTX)
                .build();
        database = new Database(pool);
    }

    /// A migrated database with partitions for today, nothing in it.
    public static TestDatabase create() {
        return create(8);
    }

    public static TestDatabase create(int connections) {
        return create(connections, "accounting");
    }

    /// One whose clock stands where [#setClock] puts it: a function of ours is found before the system's own.
    static TestDatabase createWithClock(Instant now) {
        TestDatabase made = create(8, "accounting, pg_catalog");
        made.execute("create table test_clock (now timestamptz not null)");
        made.execute("insert into test_clock values ('" + now + "')");
        made.execute("create function accounting.clock_timestamp() returns timestamptz language sql volatile as "
                + "'select now from accounting.test_clock'");
        return made;
    }

    void setClock(Instant now) {
        execute("update test_clock set now = '" + now + "'");
    }

    private static TestDatabase create(int connections, String searchPath) {
        return create(SERVER, connections, searchPath);
    }

    /// On a server of its own, whose commits are flushed, and wait for a synchronous standby where one is named.
    static TestDatabase createAlone() {
        return create(startServer("on"), 8, "accounting");
    }

    private static TestDatabase create(EmbeddedPostgres server, int connections, String searchPath) {
        String name = "test_" + COUNT.incrementAndGet();
        try (Connection admin = DriverManager.getConnection(url(server, "postgres"), "postgres", "postgres");
                Statement statement = admin.createStatement()) {
            statement.execute("create database " + name + " template migrated");
            return new TestDatabase(server, name, connections, searchPath);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// An empty database, for a service that migrates it: its address, "host:port/name".
    static String createEmpty() {
        String name = "test_" + COUNT.incrementAndGet();
        try (Connection admin = DriverManager.getConnection(url(SERVER, "postgres"), "postgres", "postgres");
                Statement statement = admin.createStatement()) {
            statement.execute("create database " + name);
            // Commits wait for a synchronous standby where a test names one.
            statement.execute("alter database " + name + " set synchronous_commit = on");
            return "127.0.0.1:" + SERVER.getPort() + "/" + name;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return url(server, name);
    }

    Database database() {
        return database;
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    long number(String sql) {
        return Long.parseLong(text(sql));
    }

    String text(String sql) {
        return rows(sql).getFirst();
    }

    /// The first column.
    List<String> rows(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                rows.add(String.valueOf(results.getString(1)));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        try {
            connection.close();
            if (alone) {
                server.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres startServer(String synchronousCommit) {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("synchronous_commit", synchronousCommit)
                    .start();
            try (Connection admin = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres", "postgres");
                    Statement statement = admin.createStatement()) {
                statement.execute("create database migrated");
            }
            String migrated = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/migrated";
            Flyway.configure()
                    .dataSource(migrated, "postgres", "postgres")
                    .schemas("accounting")
                    .load()
                    .migrate();
            try (Connection connection = DriverManager.getConnection(migrated, "postgres", "postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("set search_path = accounting");
                statement.execute("select make_usage_partitions(current_date - 1, current_date + 1)");
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String url(EmbeddedPostgres server, String name) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name;
    }
}
