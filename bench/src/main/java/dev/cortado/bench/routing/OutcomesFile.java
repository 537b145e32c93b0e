package dev.cortado.bench.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.features.PromptReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// Reads a CSV of outcomes, gzip or plain, of two formats: `prompt, weak_ok, strong_ok` or `prompt, score:MODEL…` with
/// optional `cost:MODEL…` in USD. A column `domain` groups prompts, or else `cluster_id`; lines with a `contaminated`
/// other than 0 and
/// repeated prompts of the second format are left out. Without costs, a file of prices beside it is used
/// (`NAME_prices.json` for `NAME.csv.gz`): USD per million tokens as `input_price` and `output_price`, by model.
public final class OutcomesFile {

    private static final String SCORE = "score:";
    private static final String COST = "cost:";

    /// An answer's tokens where the file knows no costs: one figure for all, so that only prices differ.
    private static final int COMPLETION_TOKENS = 200;

    private static final double BYTES_PER_TOKEN = 4;
    private static final double PER_MILLION = 1e6;

    private final Path file;
    private final PromptReader reader;
    private final List<String> texts = new ArrayList<>();
    private final List<PromptFeatures> prompts = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final List<double[]> scores = new ArrayList<>();
    private final List<double[]> costs = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private int duplicates;

    private OutcomesFile(Path file, PromptReader reader) {
        this.file = file;
        this.reader = reader;
    }

    /// @throws IllegalArgumentException that names what is wrong with the file, and in which lines
    public static Outcomes read(Path file, PromptReader reader) throws IOException {
        return new OutcomesFile(file, reader).outcomes();
    }

    private Outcomes outcomes() throws IOException {
        List<String> models;
        boolean hasCosts;
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader in = new InputStreamReader(open(), StandardCharsets.UTF_8);
                CSVParser lines = format.parse(in)) {
            List<String> columns = lines.getHeaderNames();
            boolean two = columns.contains("weak_ok") && columns.contains("strong_ok");
            models = two
                    ? List.of("weak_ok", "strong_ok")
                    : columns.stream()
                            .filter(c -> c.startsWith(SCORE))
                            .map(c -> c.substring(SCORE.length()))
                            .toList();
            if (!columns.contains("prompt") || models.size() < 2) {
                throw new IllegalArgumentException(file + " must have a column prompt, and weak_ok and strong_ok or at "
                        + "least two columns score:MODEL; it has " + columns);
            }
            List<String> scored =
                    two ? models : models.stream().map(m -> SCORE + m).toList();
            List<String> paid = models.stream().map(m -> COST + m).toList();
            hasCosts = columns.containsAll(paid);
            Set<String> seen = new HashSet<>();
            for (CSVRecord line : lines) {
                add(line, scored, hasCosts ? paid : List.of(), !two && !seen.add(text(line, "prompt")));
            }
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(file + ":\n" + String.join("\n", errors));
        }
        return new Outcomes(
                String.valueOf(file.getFileName()),
                models,
                texts,
                prompts,
                groups,
                transposed(scores, models.size()),
                hasCosts ? transposed(costs, models.size()) : byPrices(models),
                duplicates);
    }

    private InputStream open() throws IOException {
        InputStream in = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }

    private void add(CSVRecord line, List<String> scored, List<String> paid, boolean repeated) {
        if (repeated) {
            duplicates++;
            return;
        }
        if (line.isMapped("contaminated") && !text(line, "contaminated").equals("0")) {
            return;
        }
        scores.add(scored.stream().mapToDouble(c -> number(line, c, 1)).toArray());
        if (!paid.isEmpty()) {
            costs.add(paid.stream()
                    .mapToDouble(c -> number(line, c, Double.MAX_VALUE))
                    .toArray());
        }
        String prompt = text(line, "prompt");
        texts.add(prompt);
        prompts.add(reader.read(prompt));
        if (line.isMapped("domain")) {
            groups.add(Domains.of(text(line, "domain")));
        } else if (line.isMapped("cluster_id")) {
            groups.add(text(line, "cluster_id"));
        }
    }

    private String text(CSVRecord line, String column) {
        return line.isSet(column) ? line.get(column) : "";
    }

    private double number(CSVRecord line, String column, double most) {
        String text = text(line, column);
        try {
            double number = Double.parseDouble(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of bounds is.
        }
        errors.add("record " + line.getRecordNumber() + ", " + column + ": '" + text + "' is no number from 0"
                + (most == 1 ? " to 1" : " up"));
        return 0;
    }

    private static double[][] transposed(List<double[]> rows, int columns) {
        double[][] result = new double[columns][rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            for (int c = 0; c < columns; c++) {
                result[c][i] = rows.get(i)[c];
            }
        }
        return result;
    }

    /// No row where there is no file of prices, or it lacks a model.
    private double[][] byPrices(List<String> models) throws IOException {
        String name = String.valueOf(file.getFileName());
        Path beside = file.resolveSibling(name.replaceFirst("\\.csv(\\.gz)?$", "") + "_prices.json");
        if (!Files.exists(beside)) {
            return new double[0][];
        }
        JsonNode prices = new ObjectMapper().readTree(beside.toFile());
        if (!models.stream().allMatch(prices::has)) {
            return new double[0][];
        }
        double[][] result = new double[models.size()][prompts.size()];
        for (int m = 0; m < result.length; m++) {
            JsonNode price = prices.get(models.get(m));
            for (int i = 0; i < prompts.size(); i++) {
                double tokens = Math.ceil((double) prompts.get(i).bytes() / BYTES_PER_TOKEN);
                result[m][i] = (tokens * price.path("input_price").asDouble()
                                + COMPLETION_TOKENS * price.path("output_price").asDouble())
                        / PER_MILLION;
            }
        }
        return result;
    }
}
