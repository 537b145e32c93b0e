package dev.cortado.bench.frontier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the calibration knows of each variant that answers any task: scores on the half that it may see, and prices.
///
/// @param prompts of the tasks that every variant answered, in one order
record Calibrated(List<Variant> variants, List<String> prompts) {

    private static final double MILLION = 1e6;

    Calibrated {
        variants = List.copyOf(variants);
        prompts = List.copyOf(prompts);
    }

    /// @param promptUsd of a token
    /// @param completionUsd of a token
    /// @param completionTokens of a mean answer
    /// @param scores in the order of the prompts
    record Variant(String id, double promptUsd, double completionUsd, double completionTokens, List<Double> scores) {

        Variant {
            scores = List.copyOf(scores);
        }

        /// USD that an answer to a prompt of so many tokens likely costs.
        double likelyUsd(double promptTokens) {
            return promptTokens * promptUsd + completionTokens * completionUsd;
        }
    }

    /// @param results of a calibration
    /// @param book its prices, as `price measured` makes them
    /// @throws IllegalArgumentException if fewer than two variants have both scores and a price
    static Calibrated read(Path results, Path book) throws IOException {
        JsonNode root = new ObjectMapper().readTree(results.toFile());
        Map<String, String[]> prices = prices(book);
        List<JsonNode> general = new ArrayList<>();
        root.path("variants").forEach(variant -> {
            boolean priced = prices.containsKey(variant.path("variant").asText());
            if (priced && variant.path("task").asText().equals("all")) {
                general.add(variant);
            }
        });
        if (general.size() < 2) {
            throw new IllegalArgumentException("a calibration of two variants with rates, or more, is needed");
        }
        Map<String, String> prompts = new LinkedHashMap<>();
        for (JsonNode task : root.path("tasks")) {
            String id = task.path("id").asText();
            if (general.stream().allMatch(variant -> variant.path("scores").has(id))) {
                prompts.put(id, task.path("prompt").asText());
            }
        }
        List<Variant> variants = new ArrayList<>();
        for (JsonNode variant : general) {
            String id = variant.path("variant").asText();
            String[] price = Objects.requireNonNull(prices.get(id));
            variants.add(new Variant(
                    id,
                    Double.parseDouble(price[2]) / MILLION,
                    Double.parseDouble(price[3]) / MILLION,
                    variant.path("completionTokens").asDouble(),
                    prompts.keySet().stream()
                            .map(task -> variant.path("scores").path(task).asDouble())
                            .toList()));
        }
        return new Calibrated(variants, List.copyOf(prompts.values()));
    }

    private static Map<String, String[]> prices(Path book) throws IOException {
        Map<String, String[]> prices = new LinkedHashMap<>();
        for (String line : Files.readAllLines(book, StandardCharsets.UTF_8)) {
            String[] cells = line.split(",", -1);
            if (cells.length >= 4 && !cells[0].equals("variant")) {
                prices.put(cells[0], cells);
            }
        }
        return prices;
    }

    /// Place of a variant, or -1.
    int place(String id) {
        for (int v = 0; v < variants.size(); v++) {
            if (variants.get(v).id().equals(id)) {
                return v;
            }
        }
        return -1;
    }
}
