package dev.cortado.evaluation.check;

/// Scores one answer. Checkers are values: equal ones score alike, and none runs what an answer says.
public sealed interface Checker
        permits NumberCheck,
                MentionsCheck,
                LabelCheck,
                ExactCheck,
                PatternCheck,
                JsonCheck,
                CodeCheck,
                RulesCheck,
                Unchecked {

    /// @param answer as the model gave it
    /// @return 0 for a wrong answer to 1 for a right one
    double score(String answer);

    /// A score of all or nothing.
    static double of(boolean right) {
        return right ? 1 : 0;
    }
}
