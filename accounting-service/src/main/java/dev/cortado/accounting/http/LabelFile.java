package dev.cortado.accounting.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// Label files as comma-separated values (RFC 4180, with a header; prompts may span lines) and as JSON, an object a
/// line with the columns as its fields.
final class LabelFile {

    static final String JSON_LINES = "application/jsonl";

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setAllowMissingColumnNames(false)
            .get();

    private LabelFile() {}

    static void csv(String body, LabelReader reader) {
        String text = withoutMark(body);
        try (CSVParser parser = CSVParser.parse(new StringReader(text), FORMAT)) {
            List<String> header = parser.getHeaderNames();
            LabelReader.requireColumns("line 1", new TreeSet<>(header));
            int line = 1;
            int counted = 0;
            for (CSVRecord each : parser) {
                int start = (int) each.getCharacterPosition();
                line += newLines(text, counted, start);
                counted = start;
                if (each.isConsistent()) {
                    reader.row(line, cells(header, each));
                } else {
                    reader.fault(
                            line,
                            Problem.invalid(
                                    "line " + line,
                                    "there are " + each.size() + " values",
                                    "one for each of the " + header.size() + " columns"));
                }
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid(
                    "body", "this is not CSV: " + e.getMessage(), "a header with the columns " + LabelReader.COLUMNS));
        }
    }

    static void jsonLines(String body, ObjectMapper json, LabelReader reader) {
        ObjectReader whole = json.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        int line = 0;
        for (String each : (Iterable<String>) withoutMark(body).lines()::iterator) {
            line++;
            if (each.isBlank()) {
                continue;
            }
            Map<String, String> cells;
            try {
                cells = cells(whole.readTree(each));
                LabelReader.requireColumns("line " + line, cells.keySet());
            } catch (JsonProcessingException e) {
                reader.fault(line, Problem.invalid("line " + line, "this is no JSON", "one JSON object on the line"));
                continue;
            } catch (ProblemException e) {
                reader.fault(line, e.problem());
                continue;
            }
            reader.row(line, cells);
        }
    }

    private static String withoutMark(String body) {
        return body.startsWith(BYTE_ORDER_MARK) ? body.substring(1) : body;
    }

    private static int newLines(String text, int from, int to) {
        return (int) text.substring(from, to).chars().filter(c -> c == '\n').count();
    }

    private static Map<String, String> cells(List<String> header, CSVRecord record) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (String column : header) {
            String value = column.equals("prompt")
                    ? record.get(column)
                    : record.get(column).strip();
            if (!value.isEmpty()) {
                cells.put(column, value);
            }
        }
        return cells;
    }

    private static Map<String, String> cells(JsonNode node) {
        if (!node.isObject()) {
            throw new ProblemException(
                    Problem.invalid("line", "this is no JSON object", "one JSON object on the line"));
        }
        Map<String, String> cells = new LinkedHashMap<>();
        node.properties().forEach(field -> {
            if (!field.getValue().isValueNode()) {
                throw new ProblemException(
                        Problem.invalid(field.getKey(), "the value is a list or an object", "a text or a number"));
            }
            String value = field.getValue().asText();
            if (!field.getValue().isNull() && !value.isEmpty()) {
                cells.put(field.getKey(), value);
            }
        });
        return cells;
    }
}
