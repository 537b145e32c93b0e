package dev.cortado.bench.labelling;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How far a judge's scores lie from those of the prompts' own checks, where both are there: the only measure of a
/// judge that needs no people.
///
/// @param answers that both scored
/// @param meanDifference of the two scores, without its sign
/// @param bias what the judge gives more on average
record JudgeError(int answers, double meanDifference, double bias) {

    /// Empty where no answer has both.
    static Optional<JudgeError> of(List<Scored> all) {
        List<Scored> both = all.stream()
                .filter(each -> each.isChecked()
                        && each.score().isPresent()
                        && each.verdict().isPresent())
                .toList();
        if (both.isEmpty()) {
            return Optional.empty();
        }
        double difference = 0;
        double bias = 0;
        for (Scored each : both) {
            double more = each.verdict().orElseThrow() - each.score().orElseThrow();
            difference += Math.abs(more);
            bias += more;
        }
        return Optional.of(new JudgeError(both.size(), difference / both.size(), bias / both.size()));
    }

    String told() {
        return String.format(
                Locale.ROOT,
                "the judge's error: %.3f on average over %d answers whose prompts have a check, %+.3f of it one way",
                meanDifference,
                answers,
                bias);
    }
}
