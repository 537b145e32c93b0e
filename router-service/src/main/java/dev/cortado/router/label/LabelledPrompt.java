package dev.cortado.router.label;

import dev.cortado.contracts.unit.VariantId;
import java.util.Map;

/// A prompt, and what each of some variants' answers to it was worth. The prompt may be a tenant's text: it does not
/// show in logs.
///
/// @param taskClass of its task; empty for none
/// @param scores 0..1, at least one
/// @param completionTokens of the answers, where that is told
public record LabelledPrompt(
        String prompt, String taskClass, Map<VariantId, Double> scores, Map<VariantId, Integer> completionTokens) {

    public LabelledPrompt {
        scores = Map.copyOf(scores);
        completionTokens = Map.copyOf(completionTokens);
        if (prompt.isBlank() || scores.isEmpty()) {
            throw new IllegalArgumentException("a label needs a prompt and a score");
        }
        scores.forEach((variant, score) -> {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a score must be 0 to 1, not " + score + " of " + variant);
            }
        });
        if (!scores.keySet().containsAll(completionTokens.keySet())
                || completionTokens.values().stream().anyMatch(tokens -> tokens < 0)) {
            throw new IllegalArgumentException("tokens must be 0 or more, of answers that have a score");
        }
    }

    /// Never the prompt.
    @Override
    public String toString() {
        return "a prompt of " + prompt.length() + " characters with " + scores.size() + " scores";
    }
}
