package dev.cortado.router.store;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Measurement;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import javax.sql.DataSource;

/// Calibrations in PostgreSQL, by plain JDBC: they come seldom, and no request waits for them.
final class CalibrationStore {

    private final DataSource database;
    private final int keep;

    /// @param keep calibrations that stay
    CalibrationStore(DataSource database, int keep) {
        this.database = database;
        this.keep = keep;
    }

    /// The newest one; empty where there is none.
    Optional<Measurements> newest() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return CalibrationRows.newest(connection);
        }
    }

    /// Of the newest one; empty where there is none.
    String newestVersion() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select version from calibration order by id desc limit 1");
                ResultSet found = query.executeQuery()) {
            return found.next() ? found.getString(1) : "";
        }
    }

    /// Whole or not at all; one that is there already is left as it is.
    ///
    /// @return whether it is new
    boolean add(Measurements measurements) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Optional<Long> id = head(connection, measurements);
                if (id.isPresent()) {
                    variants(connection, id.get(), measurements);
                    streams(connection, id.get(), measurements);
                    tasks(connection, id.get(), measurements);
                    scores(connection, id.get(), measurements);
                    forget(connection);
                }
                connection.commit();
                return id.isPresent();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static Optional<Long> head(Connection connection, Measurements measurements) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into calibration (version, task_set) values (?, ?) on conflict do nothing returning id")) {
            insert.setString(1, measurements.version());
            insert.setString(2, measurements.taskSet());
            try (ResultSet made = insert.executeQuery()) {
                return made.next() ? Optional.of(made.getLong(1)) : Optional.empty();
            }
        }
    }

    private static void variants(Connection connection, long id, Measurements measurements) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into calibration_variant values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Measurement each : measurements.all()) {
                Optional<Measurement.Utility> utility = each.utility();
                insert.setLong(1, id);
                insert.setString(2, each.variant().value());
                insert.setString(3, each.pool().value());
                insert.setString(4, each.task());
                set(insert, 5, decimal(utility.map(Measurement.Utility::mean)));
                set(insert, 6, decimal(utility.map(Measurement.Utility::low)));
                set(insert, 7, decimal(utility.map(Measurement.Utility::high)));
                insert.setObject(8, utility.map(Measurement.Utility::tasks).orElse(null), Types.INTEGER);
                insert.setString(
                        9, json(utility.map(Measurement.Utility::byClass).orElse(Map.of())));
                set(insert, 10, each.promptTokens());
                set(insert, 11, each.completionTokens());
                set(insert, 12, each.prefillTokensPerSecond());
                set(insert, 13, each.cpuSeconds());
                set(insert, 14, each.joules());
                insert.setString(15, each.energySource());
                set(insert, 16, each.anonymousBytes());
                set(insert, 17, each.fileBytes());
                insert.setObject(
                        18,
                        each.measuredAt().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
                        Types.TIMESTAMP_WITH_TIMEZONE);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void streams(Connection connection, long id, Measurements measurements) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into calibration_streams values (?, ?, ?, ?, ?, ?)")) {
            for (Measurement each : measurements.all()) {
                for (Measurement.Streams streams : each.occupancies()) {
                    insert.setLong(1, id);
                    insert.setString(2, each.variant().value());
                    insert.setString(3, each.pool().value());
                    insert.setInt(4, streams.count());
                    insert.setLong(5, streams.timePerOutputToken().toNanos());
                    insert.setObject(
                            6,
                            streams.timeToFirstToken()
                                    .map(java.time.Duration::toNanos)
                                    .orElse(null),
                            Types.BIGINT);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static void tasks(Connection connection, long id, Measurements measurements) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into calibration_task values (?, ?, ?, ?)")) {
            for (ScoredTask task : measurements.tasks()) {
                insert.setLong(1, id);
                insert.setString(2, task.id());
                insert.setString(3, task.taskClass());
                insert.setString(4, task.prompt());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void scores(Connection connection, long id, Measurements measurements) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into calibration_score values (?, ?, ?, ?, ?)")) {
            for (ScoredTask task : measurements.tasks()) {
                for (Map.Entry<VariantId, Double> score : task.scores().entrySet()) {
                    insert.setLong(1, id);
                    insert.setString(2, task.id());
                    insert.setString(3, score.getKey().value());
                    insert.setDouble(4, score.getValue());
                    insert.setObject(5, task.completionTokens().get(score.getKey()), Types.INTEGER);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private void forget(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "delete from calibration where id not in (select id from calibration order by id desc limit ?)")) {
            delete.setInt(1, Math.max(1, keep));
            delete.executeUpdate();
        }
    }

    private static String json(Map<String, Double> values) {
        JsonObject object = new JsonObject();
        values.forEach(object::put);
        return object.encode();
    }

    private static OptionalDouble decimal(Optional<Double> value) {
        return value.stream().mapToDouble(Double::doubleValue).findFirst();
    }

    private static void set(PreparedStatement statement, int at, OptionalDouble value) throws SQLException {
        if (value.isPresent()) {
            statement.setDouble(at, value.getAsDouble());
        } else {
            statement.setNull(at, Types.DOUBLE);
        }
    }

    private static void set(PreparedStatement statement, int at, OptionalLong value) throws SQLException {
        if (value.isPresent()) {
            statement.setLong(at, value.getAsLong());
        } else {
            statement.setNull(at, Types.BIGINT);
        }
    }
}
