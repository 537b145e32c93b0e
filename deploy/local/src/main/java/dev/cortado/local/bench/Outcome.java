package dev.cortado.local.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// What was measured: each figure by a name that ends in its unit, a number or, over several runs, `mean` and `sd`.
public record Outcome(SequencedMap<String, ?> figures) {
    public Outcome {
        figures = new LinkedHashMap<String, Object>(figures);
    }

    /// The same figures in columns.
    public List<String> table() {
        return figures.entrySet().stream().map(Outcome::line).toList();
    }

    private static String line(Map.Entry<String, ?> figure) {
        return String.format(Locale.ROOT, "%-40s %12s", figure.getKey(), text(figure.getValue()));
    }

    private static String text(Object figure) {
        return figure instanceof Map<?, ?> runs ? runs.get("mean") + " ± " + runs.get("sd") : figure.toString();
    }
}
