package dev.cortado.local.variant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A price book as CSV, with the rows of one variant more: those of another variant under its name.
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
