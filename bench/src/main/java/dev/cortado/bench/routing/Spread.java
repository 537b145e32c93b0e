package dev.cortado.bench.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One figure over several splits.
final class Spread {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double mean() {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /// Of the splits themselves, not of their mean.
    double deviation() {
        double mean = mean();
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1));
    }

    /// How far each of these splits lies above the same one of the other, which may have more.
    Spread above(Spread other) {
        Spread differences = new Spread();
        for (int i = 0; i < values.size(); i++) {
            differences.add(values.get(i) - other.values.get(i));
        }
        return differences;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f ± %.3f", mean(), deviation());
    }
}
