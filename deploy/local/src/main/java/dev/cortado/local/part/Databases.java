package dev.cortado.local.part;

import dev.cortado.local.secret.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/// Roles, databases and schemas of the stack. Applied at each start; what exists is left as it is, save the
/// passwords, which follow the secrets.
public final class Databases {
    private final String hostAndPort;
    private final String administrator;
    private final String password;
    private final Secrets secrets;

    public Databases(String hostAndPort, String administrator, String password, Secrets secrets) {
        this.hostAndPort = hostAndPort;
        this.administrator = administrator;
        this.password = password;
        this.secrets = secrets;
    }

    public void arrange() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            role(statement, "accounting", secrets.get(Secrets.Name.POSTGRES_ACCOUNTING));
            role(statement, "router", secrets.get(Secrets.Name.POSTGRES_ROUTER));
            role(statement, "gateway", secrets.get(Secrets.Name.POSTGRES_GATEWAY));
            role(statement, "keycloak", secrets.get(Secrets.Name.POSTGRES_KEYCLOAK));
            database(statement, "cortado", null);
            database(statement, "keycloak", "keycloak");
        }
        try (Connection connection = connect("cortado");
                Statement statement = connection.createStatement()) {
            statement.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
            for (String owner : List.of("accounting", "router", "gateway")) {
                statement.execute("GRANT CONNECT ON DATABASE cortado TO " + owner);
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + owner + " AUTHORIZATION " + owner);
                statement.execute("ALTER ROLE " + owner + " IN DATABASE cortado SET search_path = " + owner);
            }
        }
    }

    /// Refuses a database that might forget what it has committed.
    public void checkDurable() throws SQLException {
        try (Connection connection = connect("postgres")) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SHOW " + setting)) {
                    if (!row.next() || !row.getString(1).equals("on")) {
                        throw new IllegalStateException("PostgreSQL runs without " + setting + " = on");
                    }
                }
            }
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", administrator);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "20");
        return DriverManager.getConnection("jdbc:postgresql://" + hostAndPort + "/" + database, properties);
    }

    /// Passwords are made of URL-safe base 64, so that quoting them needs no escape.
    private static void role(Statement statement, String role, String password) throws SQLException {
        if (!password.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("the password of " + role + " holds characters that are not ours");
        }
        String verb = exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'") ? "ALTER" : "CREATE";
        statement.execute(verb + " ROLE " + role + " LOGIN PASSWORD '" + password + "'");
    }

    private static void database(Statement statement, String name, @org.jspecify.annotations.Nullable String owner)
            throws SQLException {
        if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
            statement.execute("CREATE DATABASE " + name + (owner == null ? "" : " OWNER " + owner));
            statement.execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next();
        }
    }
}
