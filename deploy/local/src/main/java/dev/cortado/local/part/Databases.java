package dev.cortado.local.part;

import dev.cortado.local.secret.Secrets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/// Roles, databases and schemas of the stack. Applied at each start; what exists is left as it is. A role that exists
/// with another password than ours is somebody's: it is refused by name, unless resetting is allowed.
///
/// Passwords never stand in a statement, which a server may log: the server gets a SCRAM verifier computed here, from
/// which no password can be told and with which nobody can log in.
public final class Databases {
    private static final String NO_PRIVILEGE = "42501";
    private static final String AUTHORISATION_CLASS = "28";

    private final String hostAndPort;
    private final String administrator;
    private final String password;
    private final Secrets secrets;
    private final boolean resetsPasswords;

    /// @param resetsPasswords whether an existing role gets our password where its own is another
    public Databases(
            String hostAndPort, String administrator, String password, Secrets secrets, boolean resetsPasswords) {
        this.hostAndPort = hostAndPort;
        this.administrator = administrator;
        this.password = password;
        this.secrets = secrets;
        this.resetsPasswords = resetsPasswords;
    }

    public void arrange() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            role(connection, "accounting", Secrets.Name.POSTGRES_ACCOUNTING);
            role(connection, "router", Secrets.Name.POSTGRES_ROUTER);
            role(connection, "gateway", Secrets.Name.POSTGRES_GATEWAY);
            role(connection, "keycloak", Secrets.Name.POSTGRES_KEYCLOAK);
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
        return connect(database, administrator, password);
    }

    private Connection connect(String database, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "20");
        return DriverManager.getConnection("jdbc:postgresql://" + hostAndPort + "/" + database, properties);
    }

    private void role(Connection connection, String role, Secrets.Name name) throws SQLException {
        String ours = secrets.get(name);
        boolean exists;
        try (Statement statement = connection.createStatement()) {
            exists = exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'");
        }
        if (!exists) {
            setPassword(connection, "CREATE", role, ours);
        } else if (!opens(role, ours)) {
            if (!resetsPasswords) {
                throw new IllegalStateException("the role " + role + " exists on " + hostAndPort
                        + " and has another password than ours. Give its password as " + name.key()
                        + " in secrets/secrets.properties of the data directory; or use a server that has no such role;"
                        + " or, if it is this stack's own, set postgres-reset-passwords = true");
            }
            setPassword(connection, "ALTER", role, ours);
        }
    }

    /// Base 64, and so the verifier, holds nothing that would have to be quoted.
    private static void setPassword(Connection connection, String verb, String role, String password)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(verb + " ROLE " + role + " LOGIN PASSWORD '"
                    + ScramVerifier.of(password, new SecureRandom()) + "'");
        }
    }

    private boolean opens(String role, String password) throws SQLException {
        try (Connection connection = connect("postgres", role, password)) {
            return connection.isValid(0);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.equals(NO_PRIVILEGE)) {
                // The password was right, and only this database is closed to the role.
                return true;
            }
            if (state.startsWith(AUTHORISATION_CLASS)) {
                return false;
            }
            throw e;
        }
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
