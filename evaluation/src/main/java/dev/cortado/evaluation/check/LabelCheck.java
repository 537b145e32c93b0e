package dev.cortado.evaluation.check;

import java.util.List;

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
        String line = Texts.plain(Texts.firstLine(answer));
        List<String> named =
                labels.stream().filter(label -> Texts.hasWords(line, label)).toList();
        return Checker.of(named.equals(List.of(expected)));
    }
}
