package dev.cortado.bench.simulation.database;

import dev.cortado.accounting.store.Stores;
import dev.cortado.bench.simulation.Plan;
import dev.cortado.bench.simulation.party.Settings;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// A migrated database on one connection, emptied for each history, whose clock stands where it is put. Nothing of it
/// need survive, so it does not wait for the disk.
final class BooksDatabase implements AutoCloseable {

    private static final String SCHEMA = "accounting";
    /// Whatever a history writes to; sequences begin anew, so that ids are those of the model.
    private static final String EMPTY = """
            truncate counter, session, lease, lease_answer, fence, consumer_offset, job_turn, usage, entry, quarantine,
                outbox, correction, hedge, tenant_limit, identity_task restart identity cascade;
            update organisation set state = 'active' where state <> 'active';
            update team set state = 'active' where state <> 'active';
            update project set state = 'active' where state <> 'active';
            update api_key set state = 'active' where state <> 'active';
            alter sequence tenant_limit_id restart;
            alter sequence entry_batch restart""";

    private static final String TENANTS = """
            insert into organisation (id, name) values ('org', 'org');
            insert into team (id, organisation, name) values ('team', 'org', 'team');
            insert into project (id, organisation, team, name)
                values ('project-a', 'org', 'team', 'a'), ('project-b', 'org', 'team', 'b');
            insert into api_key (id, public_id, secret_sha256, organisation, project, name) values
                ('key-a', 'aaaaaaaaaaaaaaaa', sha256('a'), 'org', 'project-a', 'a'),
                ('key-b', 'bbbbbbbbbbbbbbbb', sha256('b'), 'org', 'project-a', 'b'),
                ('key-c', 'cccccccccccccccc', sha256('c'), 'org', 'project-b', 'c');
            insert into price_version (version) values ('v1');
            select make_usage_partitions('2026-11-24', '2026-11-24')""";

    /// A function of ours is found before the system's own.
    private static final String CLOCK = """
            create function accounting.clock_timestamp() returns timestamptz language sql volatile as
                'select current_setting(''simulation.now'')::timestamptz'""";

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final Stores stores;
    /// Of the present history.
    private volatile Duration windowAhead = Settings.WINDOW_AHEAD;

    private BooksDatabase(int port, String name) {
        PgConnectOptions options =
                PgConnectOptions.fromUri("postgresql://postgres:postgres@127.0.0.1:" + port + "/" + name);
        options.addProperty("search_path", SCHEMA + ", pg_catalog").setCachePreparedStatements(true);
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(options)
                .using(vertx)
                .build();
        stores = Stores.on(pool, () -> windowAhead);
    }

    static EmbeddedPostgres server() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("jit", "off")
                .start();
    }

    static BooksDatabase create(EmbeddedPostgres server, String name) throws IOException, SQLException {
        try (Connection admin = source(server, "postgres").getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("create database " + name);
        }
        migrate(source(server, name));
        try (Connection owner = source(server, name).getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("set search_path = " + SCHEMA);
            statement.execute(TENANTS);
            statement.execute(CLOCK);
        }
        return new BooksDatabase(server.getPort(), name);
    }

    /// Other services' migrations lie in folders of the same name: only accounting's own are to be seen.
    private static void migrate(DataSource source) throws IOException {
        URL accounting = Stores.class.getClassLoader().getResource("db/migration/R__lease_function.sql");
        String location = Objects.requireNonNull(accounting).toString();
        URL root = URI.create(location.substring(0, location.indexOf("db/migration"))
                        .replaceFirst("^jar:", "")
                        .replaceFirst("!/$", ""))
                .toURL();
        try (URLClassLoader only = new URLClassLoader(new URL[] {root}, null)) {
            Flyway.configure(only).dataSource(source).schemas(SCHEMA).load().migrate();
        }
    }

    private static DataSource source(EmbeddedPostgres server, String database) {
        return server.getDatabase("postgres", database);
    }

    Stores stores() {
        return stores;
    }

    /// Sets the clock; a call that is chained behind it goes out as soon as that is done.
    Uni<List<Row>> clock(Instant now) {
        return stores.rows("select set_config('simulation.now', $1, false)", Tuple.of(now.toString()));
    }

    /// Empties the tables and makes the limits that a history begins with.
    void begin(Plan plan) {
        windowAhead = plan.windowAhead();
        pool.query(EMPTY).execute().await().indefinitely();
        for (Plan.Limit limit : plan.limits()) {
            rows(
                    "insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version)"
                            + " values ($1, $2, $3, $4, $5, $6, 0)",
                    Tuple.of(
                            limit.node(),
                            limit.unit().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                            limit.kind().name().toLowerCase(Locale.ROOT),
                            limit.zone().getId(),
                            limit.hard(),
                            limit.cap()));
        }
        rows("update configuration set version = 1", Tuple.tuple());
    }

    /// Counters and leases, as [TableTexts] writes them.
    String money() {
        return text(TableTexts.MONEY);
    }

    /// Everything else that a history comes to.
    String rest() {
        return text(TableTexts.REST);
    }

    private String text(String query) {
        return rows(query, Tuple.tuple()).getFirst().getString(0);
    }

    private List<Row> rows(String sql, Tuple parameters) {
        return stores.rows(sql, parameters).await().indefinitely();
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.closeAndAwait();
    }
}
