package dev.cortado.evaluation.check;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether an answer's first line names the expected label and no other one.
///
/// @param labels all there are, the expected one among them
public record LabelCheck(String expected, List<String> labels) implements Checker {

    public LabelCheck {
        labels = List.copyOf(labels);
        if (!labels.contains(expected)) {
            throw new IllegalArgumentException("the expected label '" + expected + "' is not among " + labels);
        }
    }

    @Override
    public double score(String answer) {
        String rest = Texts.plain(Texts.firstLine(answer));
        Set<String> named = new HashSet<>();
        // The longest first: "not spam" names no "spam".
        for (String label : longestFirst()) {
            if (Texts.hasWords(rest, label)) {
                named.add(label);
                rest = Texts.withoutWords(rest, label);
            }
        }
        return Checker.of(named.equals(Set.of(expected)));
    }

    private List<String> longestFirst() {
        return labels.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }
}
