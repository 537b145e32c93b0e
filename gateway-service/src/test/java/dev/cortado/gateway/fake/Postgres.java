package dev.cortado.gateway.fake;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// One real PostgreSQL for all tests of a JVM, as the launcher sets it up: a role `gateway` that owns a schema of its
/// name.
public final class Postgres {

    private static final String PORT = "cortado.test.postgres.port";

    private Postgres() {}

    /// The port is kept in a system property, since Quarkus loads this class a second time.
    public static int port() {
        synchronized (Postgres.class) {
            String port = System.getProperty(PORT);
            if (port == null) {
                port = Integer.toString(start().getPort());
                System.setProperty(PORT, port);
            }
            return Integer.parseInt(port);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder().start();
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create role gateway login password 'gateway'");
                statement.execute("create schema gateway authorization gateway");
                statement.execute("alter role gateway set search_path = gateway");
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
