package dev.cortado.router.fake;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// One real PostgreSQL for all tests of a JVM, as the launcher sets it up: a role `router` that owns a schema of its
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

    /// A database on it for one test class alone: the service under test does its own work beside other classes in the
    /// one that they share.
    public static String createDatabase(String name) {
        String url = "jdbc:postgresql://127.0.0.1:" + port() + "/";
        try (Connection connection = DriverManager.getConnection(url + "postgres", "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        try (Connection connection = DriverManager.getConnection(url + name, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create schema router authorization router");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return name;
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder().start();
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create role router login password 'router'");
                statement.execute("create schema router authorization router");
                statement.execute("alter role router set search_path = router");
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
