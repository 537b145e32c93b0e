package dev.cortado.router.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Measurement;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Reads the results of a calibration. Either the whole file is right, or nothing of it is taken.
final class CalibrationFile {

    private static final int FORMAT = 1;
    private static final double NANOS_PER_MILLI = 1e6;

    private CalibrationFile() {}

    /// @throws IllegalArgumentException saying what is wrong
    static Measurements read(byte[] content, ObjectMapper json) {
        JsonNode root;
        try {
            root = json.readTree(content);
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON: " + e.getMessage(), e);
        }
        if (root.path("format").asInt() != FORMAT) {
            throw new IllegalArgumentException("its format is " + root.path("format") + ", and " + FORMAT + " is read");
        }
        Map<String, Map<VariantId, Double>> scores = new HashMap<>();
        Map<String, Map<VariantId, Integer>> tokens = new HashMap<>();
        List<Measurement> all = new ArrayList<>();
        for (JsonNode variant : root.path("variants")) {
            Measurement measurement = measurement(variant);
            all.add(measurement);
            variant.path("scores")
                    .properties()
                    .forEach(score -> scores.computeIfAbsent(score.getKey(), _ -> new HashMap<>())
                            .put(measurement.variant(), score(score.getValue(), score.getKey())));
            variant.path("answerTokens")
                    .properties()
                    .forEach(count -> tokens.computeIfAbsent(count.getKey(), _ -> new HashMap<>())
                            .put(measurement.variant(), tokens(count.getValue(), count.getKey())));
        }
        List<ScoredTask> tasks = new ArrayList<>();
        for (JsonNode task : root.path("tasks")) {
            String id = text(task, "id");
            tasks.add(new ScoredTask(
                    id,
                    text(task, "class"),
                    text(task, "prompt"),
                    scores.getOrDefault(id, Map.of()),
                    tokens.getOrDefault(id, Map.of())));
        }
        return new Measurements(version(content), text(root, "taskSet"), all, tasks);
    }

    /// By which a file is known.
    static String version(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Measurement measurement(JsonNode node) {
        return new Measurement(
                new VariantId(text(node, "variant")),
                new PoolId(text(node, "pool")),
                text(node, "task"),
                utility(node),
                number(node, "promptTokens"),
                number(node, "completionTokens"),
                number(node, "prefillTokensPerSecond"),
                streams(node),
                number(node, "cpuSecondsPerTask"),
                number(node, "joulesPerTask"),
                node.path("energySource").asText("").replace("null", ""),
                whole(node, "anonymousBytes"),
                whole(node, "fileBytes"),
                node.hasNonNull("measuredAt")
                        ? Optional.of(Instant.parse(text(node, "measuredAt")))
                        : Optional.empty());
    }

    private static Optional<Measurement.Utility> utility(JsonNode node) {
        JsonNode utility = node.path("utility");
        if (!utility.isObject()) {
            return Optional.empty();
        }
        Map<String, Double> byClass = new HashMap<>();
        node.path("utilityByClass")
                .properties()
                .forEach(each ->
                        byClass.put(each.getKey(), each.getValue().path("mean").asDouble()));
        return Optional.of(new Measurement.Utility(
                utility.path("mean").asDouble(-1),
                utility.path("low").asDouble(-1),
                utility.path("high").asDouble(-1),
                utility.path("tasks").asInt(),
                byClass));
    }

    /// Only those that were measured.
    private static List<Measurement.Streams> streams(JsonNode node) {
        List<Measurement.Streams> all = new ArrayList<>();
        for (JsonNode each : node.path("occupancies")) {
            number(each, "timePerOutputTokenMillis")
                    .ifPresent(millis -> all.add(new Measurement.Streams(
                            each.path("streams").asInt(),
                            millis(millis),
                            number(each, "timeToFirstTokenMillis").stream()
                                    .mapToObj(CalibrationFile::millis)
                                    .findFirst())));
        }
        return all;
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI));
    }

    private static double score(JsonNode value, String task) {
        double score = value.asDouble(-1);
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("the score of task " + task + " is " + value + ", not 0 to 1");
        }
        return score;
    }

    private static int tokens(JsonNode value, String task) {
        int tokens = value.asInt(-1);
        if (tokens < 0) {
            throw new IllegalArgumentException("the answer to task " + task + " has " + value + " tokens");
        }
        return tokens;
    }

    private static OptionalDouble number(JsonNode node, String field) {
        return node.path(field).isNumber() ? OptionalDouble.of(node.path(field).asDouble()) : OptionalDouble.empty();
    }

    private static OptionalLong whole(JsonNode node, String field) {
        return node.path(field).isNumber() ? OptionalLong.of(node.path(field).asLong()) : OptionalLong.empty();
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new IllegalArgumentException("'" + field + "' is missing");
        }
        return value.asText();
    }
}
