package dev.cortado.accounting.report;

import java.util.List;
import java.util.Optional;

/// One line of a report: a value of each grouping, and the sums.
///
/// @param names what people call the value, where it is a tenant node
public record SpendLine(List<String> keys, List<Optional<String>> names, Figures figures) {

    public SpendLine {
        keys = List.copyOf(keys);
        names = List.copyOf(names);
    }
}
