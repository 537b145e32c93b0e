package dev.cortado.local.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// What was measured: each figure by a name that ends in its unit.
public record Outcome(SequencedMap<String, Number> figures) {
    public Outcome {
        figures = new LinkedHashMap<>(figures);
    }

    /// The same figures in columns.
    public List<String> table() {
        return figures.entrySet().stream().map(Outcome::line).toList();
    }

    private static String line(Map.Entry<String, Number> figure) {
        return String.format(Locale.ROOT, "%-40s %12s", figure.getKey(), figure.getValue());
    }
}
