package dev.cortado.router.store;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Measurement;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Reads the newest calibration from its rows.
final class CalibrationRows {

    private CalibrationRows() {}

    private record Place(String variant, String pool) {}

    static Optional<Measurements> newest(Connection connection) throws SQLException {
        long id;
        String version;
        String taskSet;
        try (PreparedStatement query = connection.prepareStatement(
                        "select id, version, task_set from calibration order by id desc limit 1");
                ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            id = row.getLong("id");
            version = row.getString("version");
            taskSet = row.getString("task_set");
        }
        Map<Place, List<Measurement.Streams>> streams = streams(connection, id);
        return Optional.of(
                new Measurements(version, taskSet, measurements(connection, id, streams), tasks(connection, id)));
    }

    private static Map<Place, List<Measurement.Streams>> streams(Connection connection, long id) throws SQLException {
        Map<Place, List<Measurement.Streams>> all = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement("select variant, pool, streams, token_nanos,"
                + " first_token_nanos from calibration_streams where calibration = ? order by streams")) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Place place = new Place(row.getString("variant"), row.getString("pool"));
                    all.computeIfAbsent(place, _ -> new ArrayList<>())
                            .add(new Measurement.Streams(
                                    row.getInt("streams"),
                                    Duration.ofNanos(row.getLong("token_nanos")),
                                    whole(row, "first_token_nanos").stream()
                                            .mapToObj(Duration::ofNanos)
                                            .findFirst()));
                }
            }
        }
        return all;
    }

    private static List<Measurement> measurements(
            Connection connection, long id, Map<Place, List<Measurement.Streams>> streams) throws SQLException {
        List<Measurement> all = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "select * from calibration_variant where calibration = ? order by pool, variant")) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Place place = new Place(row.getString("variant"), row.getString("pool"));
                    all.add(measurement(row, place, streams.getOrDefault(place, List.of())));
                }
            }
        }
        return all;
    }

    private static Measurement measurement(ResultSet row, Place place, List<Measurement.Streams> streams)
            throws SQLException {
        return new Measurement(
                new VariantId(place.variant()),
                new PoolId(place.pool()),
                row.getString("task"),
                utility(row),
                decimal(row, "prompt_tokens"),
                decimal(row, "completion_tokens"),
                decimal(row, "prefill_tokens_per_second"),
                streams,
                decimal(row, "cpu_seconds"),
                decimal(row, "joules"),
                row.getString("energy_source"),
                whole(row, "anonymous_bytes"),
                whole(row, "file_bytes"),
                Optional.ofNullable(row.getObject("measured_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }

    private static Optional<Measurement.Utility> utility(ResultSet row) throws SQLException {
        OptionalDouble mean = decimal(row, "utility");
        if (mean.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Double> byClass = new HashMap<>();
        JsonObject classes = new JsonObject(row.getString("utility_by_class"));
        classes.fieldNames().forEach(name -> byClass.put(name, classes.getDouble(name)));
        return Optional.of(new Measurement.Utility(
                mean.getAsDouble(),
                row.getDouble("utility_low"),
                row.getDouble("utility_high"),
                row.getInt("tasks"),
                byClass));
    }

    private static List<ScoredTask> tasks(Connection connection, long id) throws SQLException {
        Map<String, Map<VariantId, Double>> scores = new HashMap<>();
        Map<String, Map<VariantId, Integer>> tokens = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(
                "select task, variant, score, completion_tokens from calibration_score where calibration = ?")) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    VariantId variant = new VariantId(row.getString("variant"));
                    scores.computeIfAbsent(row.getString("task"), _ -> new LinkedHashMap<>())
                            .put(variant, row.getDouble("score"));
                    int count = row.getInt("completion_tokens");
                    if (!row.wasNull()) {
                        tokens.computeIfAbsent(row.getString("task"), _ -> new HashMap<>())
                                .put(variant, count);
                    }
                }
            }
        }
        List<ScoredTask> tasks = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "select task, class, prompt from calibration_task where calibration = ? order by task")) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String task = row.getString("task");
                    tasks.add(new ScoredTask(
                            task,
                            row.getString("class"),
                            row.getString("prompt"),
                            scores.getOrDefault(task, Map.of()),
                            tokens.getOrDefault(task, Map.of())));
                }
            }
        }
        return tasks;
    }

    private static OptionalDouble decimal(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static OptionalLong whole(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
