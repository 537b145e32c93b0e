package dev.cortado.accounting.predictor;

import java.util.List;
import java.util.Optional;

/// A prompt, and what some variants' answers to it were worth. The prompt may be a tenant's text: it does not show in
/// logs.
///
/// @param taskClass of its task; empty for none
public record LabelledPrompt(String prompt, String taskClass, List<Score> scores) {

    /// @param score 0..1
    /// @param completionTokens of the answer, where that is told
    public record Score(String variant, double score, Optional<Integer> completionTokens) {}

    public LabelledPrompt {
        scores = List.copyOf(scores);
    }

    /// Never the prompt.
    @Override
    public String toString() {
        return "a prompt of " + prompt.length() + " characters with " + scores.size() + " scores";
    }
}
