package dev.cortado.bench.launcher;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/// Where the bench's own stack stands; told by the launcher in the environment.
///
/// @param signingKeys as the services are given them, `id:base64`
public record BenchStack(String jdbcUrl, String user, String password, String kafkaServers, String signingKeys) {

    public static BenchStack of(Map<String, String> environment) {
        return new BenchStack(
                required(environment, "CORTADO_BENCH_JDBC_URL"),
                required(environment, "CORTADO_BENCH_DATABASE_USER"),
                required(environment, "CORTADO_BENCH_DATABASE_PASSWORD"),
                required(environment, "KAFKA_BOOTSTRAP_SERVERS"),
                required(environment, "CORTADO_SIGNING_KEYS"));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set; run this by ./cortado bench");
        }
        return value;
    }

    /// Host and port of the database, as the services are told them too.
    public String databaseAddress() {
        return place().getHost() + ":" + place().getPort();
    }

    public int databasePort() {
        return place().getPort();
    }

    private URI place() {
        return URI.create(jdbcUrl.substring("jdbc:".length()));
    }

    /// A connection that sees accounting's tables by their plain names.
    public Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(jdbcUrl + "?currentSchema=accounting", user, password);
        connection.setAutoCommit(true);
        return connection;
    }

    /// The secrets must not slip into a log.
    @Override
    public String toString() {
        return jdbcUrl + ", " + kafkaServers;
    }
}
