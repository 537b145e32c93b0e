package dev.cortado.accounting.http;

import dev.cortado.accounting.pricing.PriceBook;
import dev.cortado.accounting.pricing.PriceRow;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// A whole price book as comma-separated values (RFC 4180), prices in USD per million tokens.
///
/// Columns, in any order: `variant`, `prompt_usd_per_million`, `completion_usd_per_million`; and, left out or empty for
/// what a row of JSON has where it says nothing, `pool`, `lane`, `cached_prompt_usd_per_million`,
/// `cache_write_usd_per_million`.
final class PriceCsv {

    static final String MEDIA_TYPE = "text/csv";

    private static final List<String> COLUMNS = List.of(
            "variant",
            "pool",
            "lane",
            "prompt_usd_per_million",
            "cached_prompt_usd_per_million",
            "cache_write_usd_per_million",
            "completion_usd_per_million");
    private static final List<String> REQUIRED =
            List.of("variant", "prompt_usd_per_million", "completion_usd_per_million");
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String FORMULA_STARTS = "=+-@";
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .setAllowMissingColumnNames(false)
            .get();

    private PriceCsv() {}

    /// All rows, or a [Problem] that lists every line that does not fit.
    static List<PriceRow> read(String body, PriceReader reader) {
        String text = body.startsWith(BYTE_ORDER_MARK) ? body.substring(1) : body;
        try (CSVParser parser = CSVParser.parse(new StringReader(text), FORMAT)) {
            requireColumns(new TreeSet<>(parser.getHeaderNames()));
            return rows(parser, text, reader);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("body", "this is not CSV: " + e.getMessage(), columns()));
        }
    }

    static String write(PriceBook book) {
        StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append("\r\n");
        for (PriceRow row : book.rows()) {
            text.append(String.join(
                            ",",
                            harmless(row.variant().value()),
                            harmless(row.pool()),
                            row.lane().word(),
                            PriceViews.usd(row.prices().prompt()),
                            PriceViews.usd(row.prices().cachedPrompt()),
                            PriceViews.usd(row.prices().cacheWrite()),
                            PriceViews.usd(row.prices().completion())))
                    .append("\r\n");
        }
        return text.toString();
    }

    private static List<PriceRow> rows(CSVParser parser, String text, PriceReader reader) {
        List<PriceRow> rows = new ArrayList<>();
        List<Problem.Line> faults = new ArrayList<>();
        int line = 1;
        int counted = 0;
        for (CSVRecord each : parser) {
            int start = (int) each.getCharacterPosition();
            line += newLines(text, counted, start);
            counted = start;
            try {
                if (!each.isConsistent()) {
                    throw new ProblemException(Problem.invalid(
                            "line " + line,
                            "there are " + each.size() + " values",
                            "one for each of the " + parser.getHeaderNames().size() + " columns"));
                }
                rows.add(reader.row("line " + line, "", price(each)));
            } catch (ProblemException e) {
                faults.add(Problem.Line.of(line, e.problem()));
            }
            if (rows.size() + faults.size() > reader.rowsMax()) {
                throw new ProblemException(
                        Problem.invalid("body", "there are too many lines", "at most " + reader.rowsMax() + " prices"));
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.ofLines(faults));
        }
        if (rows.isEmpty()) {
            throw new ProblemException(
                    Problem.invalid("body", "there is no price", "at least one line below the header"));
        }
        return rows;
    }

    private static int newLines(String text, int from, int to) {
        return (int) text.substring(from, to).chars().filter(c -> c == '\n').count();
    }

    private static PriceResource.NewPrice price(CSVRecord line) {
        return new PriceResource.NewPrice(
                value(line, "variant"),
                value(line, "pool"),
                value(line, "lane"),
                value(line, "prompt_usd_per_million"),
                value(line, "cached_prompt_usd_per_million"),
                value(line, "cache_write_usd_per_million"),
                value(line, "completion_usd_per_million"));
    }

    /// Absent where the column is or the value is empty; without the apostrophe that [#write] puts.
    private static @Nullable String value(CSVRecord line, String column) {
        String value = line.isMapped(column) ? line.get(column) : "";
        if (value.isEmpty()) {
            return null;
        }
        boolean marked = value.length() > 1 && value.charAt(0) == '\'' && FORMULA_STARTS.indexOf(value.charAt(1)) >= 0;
        return marked ? value.substring(1) : value;
    }

    private static void requireColumns(Set<String> header) {
        if (!COLUMNS.containsAll(header) || !header.containsAll(REQUIRED)) {
            throw new ProblemException(
                    Problem.invalid("line 1", "the columns are " + String.join(", ", header), columns()));
        }
    }

    private static String columns() {
        return "a header with the columns " + String.join(", ", REQUIRED) + " and perhaps "
                + String.join(
                        ", ",
                        COLUMNS.stream()
                                .filter(each -> !REQUIRED.contains(each))
                                .toList());
    }

    /// With an apostrophe before what a spreadsheet would take for a formula. Ids hold no comma, quote or line end.
    private static String harmless(String id) {
        return !id.isEmpty() && FORMULA_STARTS.indexOf(id.charAt(0)) >= 0 ? "'" + id : id;
    }
}
