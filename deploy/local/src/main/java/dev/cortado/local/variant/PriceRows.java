package dev.cortado.local.variant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A price book as CSV, to which rows of further variants are added: of one as those of another variant under its
/// name, of several as they stand in another book.
public record PriceRows(List<String> header, List<List<String>> rows) {
    private static final String VARIANT = "variant";
    private static final String PROMPT = "prompt_usd_per_million";
    private static final String CACHED = "cached_prompt_usd_per_million";
    private static final String COMPLETION = "completion_usd_per_million";

    public PriceRows {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /// @param csv as `price export` prints it
    /// @throws IllegalArgumentException if it has no such columns
    public static PriceRows of(String csv) {
        List<List<String>> lines = csv.lines()
                .filter(line -> !line.isBlank())
                .map(line -> Arrays.asList(line.split(",", -1)))
                .map(cells -> cells.stream().map(String::strip).toList())
                .toList();
        if (lines.isEmpty() || !lines.getFirst().containsAll(List.of(VARIANT, PROMPT, COMPLETION))) {
            throw new IllegalArgumentException("the price book cannot be read: it has no header of prices");
        }
        return new PriceRows(lines.getFirst(), lines.subList(1, lines.size()));
    }

    public boolean has(String variant) {
        return rows.stream().anyMatch(row -> cell(row, VARIANT).equals(variant));
    }

    /// @param prompt USD per million tokens in place of the origin's; null: the origin's, also for cached ones
    /// @param completion the same
    /// @throws IllegalArgumentException if the origin has no price either
    public PriceRows with(String variant, String origin, @Nullable String prompt, @Nullable String completion) {
        if (!has(origin)) {
            throw new IllegalArgumentException("the price book has no price of " + origin
                    + " to begin from: add rows by `./cortado price export` and `price import`");
        }
        List<List<String>> all = new ArrayList<>(rows);
        for (List<String> row : rows) {
            if (cell(row, VARIANT).equals(origin)) {
                List<String> more = new ArrayList<>(row);
                set(more, VARIANT, variant);
                if (prompt != null) {
                    set(more, PROMPT, prompt);
                    set(more, CACHED, prompt);
                }
                if (completion != null) {
                    set(more, COMPLETION, completion);
                }
                all.add(more);
            }
        }
        return new PriceRows(header, all);
    }

    /// These rows, and behind them those of the other book of variants that these say nothing of.
    public PriceRows withOthersOf(PriceRows book) {
        List<String> columns = new ArrayList<>(header);
        book.header.stream().filter(column -> !columns.contains(column)).forEach(columns::add);
        List<List<String>> all = new ArrayList<>();
        rows.forEach(
                row -> all.add(columns.stream().map(column -> cell(row, column)).toList()));
        for (List<String> row : book.rows) {
            if (!has(book.cell(row, VARIANT))) {
                all.add(columns.stream().map(column -> book.cell(row, column)).toList());
            }
        }
        return new PriceRows(columns, all);
    }

    /// Ids in the order of their first rows.
    public Set<String> variants() {
        return rows.stream().map(row -> cell(row, VARIANT)).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// Whether some prompt or completion costs nothing, which whoever imports the rows must say is meant.
    public boolean free() {
        return rows.stream()
                .flatMap(row -> Stream.of(cell(row, PROMPT), cell(row, COMPLETION)))
                .anyMatch(price -> price.matches("0+(\\.0+)?"));
    }

    /// A variant's price in words, by its first row.
    public String words(String variant) {
        return rows.stream()
                .filter(row -> cell(row, VARIANT).equals(variant))
                .findFirst()
                .map(row -> cell(row, PROMPT) + " USD a million prompt tokens, " + cell(row, COMPLETION)
                        + " USD a million completion tokens")
                .orElse("no price");
    }

    public String csv() {
        StringBuilder text = new StringBuilder(String.join(",", header)).append('\n');
        rows.forEach(row -> text.append(String.join(",", row)).append('\n'));
        return text.toString();
    }

    private String cell(List<String> row, String column) {
        int at = header.indexOf(column);
        return at >= 0 && at < row.size() ? row.get(at) : "";
    }

    private void set(List<String> row, String column, String value) {
        int at = header.indexOf(column);
        if (at >= 0 && at < row.size()) {
            row.set(at, value);
        }
    }
}
