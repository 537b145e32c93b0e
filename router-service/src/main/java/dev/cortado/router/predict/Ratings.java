package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Prompts, and what each of several variants' answers to them was worth. The arrays are not copied.
///
/// @param classes of the prompts' tasks; empty words where they are of none
/// @param scores a row for each variant, a number for each prompt
@SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
public record Ratings(List<PromptFeatures> prompts, List<String> classes, double[][] scores) {

    /// With fewer nothing can be learnt.
    public static final int PROMPTS_MIN = 20;

    public Ratings {
        prompts = List.copyOf(prompts);
        classes = List.copyOf(classes);
        if (classes.size() != prompts.size()) {
            throw new IllegalArgumentException(
                    "each of " + prompts.size() + " prompts needs a class, or an empty word");
        }
        for (double[] row : scores) {
            if (row.length != prompts.size() || !Arrays.stream(row).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException(
                        "each variant needs a score for each of " + prompts.size() + " prompts");
            }
        }
        if (prompts.size() < PROMPTS_MIN || scores.length == 0) {
            throw new IllegalArgumentException("at least " + PROMPTS_MIN + " prompts and one variant are needed, not "
                    + prompts.size() + " and " + scores.length);
        }
    }

    /// Prompts whose tasks are of no class.
    public Ratings(List<PromptFeatures> prompts, double[][] scores) {
        this(prompts, Collections.nCopies(prompts.size(), ""), scores);
    }

    public int size() {
        return prompts.size();
    }

    public int variants() {
        return scores.length;
    }

    /// Those at these places alone.
    public Ratings at(int[] places) {
        return new Ratings(
                Arrays.stream(places).mapToObj(prompts::get).toList(),
                Arrays.stream(places).mapToObj(classes::get).toList(),
                Arrays.stream(scores)
                        .map(row ->
                                Arrays.stream(places).mapToDouble(i -> row[i]).toArray())
                        .toArray(double[][]::new));
    }

    /// The same prompts with other scores.
    Ratings with(double[][] others) {
        return new Ratings(prompts, classes, others);
    }

    /// Of a variant over all prompts.
    double mean(int variant) {
        return Arrays.stream(scores[variant]).average().orElseThrow();
    }
}
