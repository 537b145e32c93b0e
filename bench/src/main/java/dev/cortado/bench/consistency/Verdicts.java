package dev.cortado.bench.consistency;

import dev.cortado.bench.calibration.Interval;
import java.util.Arrays;

/// What the check said of answers whose worth is known.
///
/// @param wronglyKept answers that are wrong though the check let them pass
/// @param wronglyFailed answers that are right though it did not
/// @param judged answers that it could judge
/// @param undecided answers that it could not
/// @param unanswered tasks without an answer
/// @param right answers that are right, of those judged
record Verdicts(int wronglyKept, int wronglyFailed, int judged, int undecided, int unanswered, int right) {

    static final Verdicts NONE = new Verdicts(0, 0, 0, 0, 0, 0);

    /// @param check what the check came to
    /// @param isRight by the task's own checker
    Verdicts plus(String check, boolean isRight) {
        return switch (check) {
            case "kept" ->
                new Verdicts(
                        wronglyKept + (isRight ? 0 : 1),
                        wronglyFailed,
                        judged + 1,
                        undecided,
                        unanswered,
                        right + (isRight ? 1 : 0));
            case "failed" ->
                new Verdicts(
                        wronglyKept,
                        wronglyFailed + (isRight ? 1 : 0),
                        judged + 1,
                        undecided,
                        unanswered,
                        right + (isRight ? 1 : 0));
            default -> new Verdicts(wronglyKept, wronglyFailed, judged, undecided + 1, unanswered, right);
        };
    }

    Verdicts plusUnanswered() {
        return new Verdicts(wronglyKept, wronglyFailed, judged, undecided, unanswered + 1, right);
    }

    /// Share of the judged answers that were judged wrongly, with its interval.
    ///
    /// @throws IllegalStateException where none was judged
    Interval error() {
        if (judged == 0) {
            throw new IllegalStateException("the check judged no answer");
        }
        double[] wrong = new double[judged];
        Arrays.fill(wrong, 0, wronglyKept + wronglyFailed, 1);
        return Interval.of(wrong);
    }
}
