package dev.cortado.evaluation.builtin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// A table of ours: rows of columns, separated by tabs; lines that begin with `#` are remarks.
record Table(List<List<String>> rows) {

    static Table read(String name) {
        try (InputStream stream = Table.class.getResourceAsStream(name + ".tsv")) {
            BufferedReader reader = new BufferedReader(
                    new InputStreamReader(Objects.requireNonNull(stream, name), StandardCharsets.UTF_8));
            return new Table(reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Rows whose first column is this word, without it.
    List<List<String>> of(String kind) {
        return rows.stream()
                .filter(row -> row.getFirst().equals(kind))
                .map(row -> row.subList(1, row.size()))
                .toList();
    }
}
