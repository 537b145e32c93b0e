package dev.cortado.bench.routing;

import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.predict.Ratings;
import java.util.Arrays;
import java.util.List;

/// Prompts with what each model's answer was worth, read from a file of outcomes. The arrays are not copied.
///
/// @param groups of each prompt, such as its domain; empty where the file names none
/// @param scores a row for each model, a number for each prompt, 0..1
/// @param costs the same in USD; no row where no cost is known
/// @param duplicates prompts that stood in the file before and were left out
@SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
public record Outcomes(
        String name,
        List<String> models,
        List<String> texts,
        List<PromptFeatures> prompts,
        List<String> groups,
        double[][] scores,
        double[][] costs,
        int duplicates) {

    /// Of the two formats: a weak and a strong model.
    static final int WEAK = 0;

    static final int STRONG = 1;

    public Outcomes {
        models = List.copyOf(models);
        texts = List.copyOf(texts);
        prompts = List.copyOf(prompts);
        groups = List.copyOf(groups);
    }

    public int size() {
        return prompts.size();
    }

    boolean ofTwo() {
        return models.size() == 2;
    }

    /// The same outcomes, more of whose prompts is known.
    Outcomes with(List<PromptFeatures> read) {
        return new Outcomes(name, models, texts, read, groups, scores, costs, duplicates);
    }

    public Ratings ratings(int[] places) {
        return new Ratings(
                Arrays.stream(places).mapToObj(prompts::get).toList(),
                Arrays.stream(scores).map(row -> at(row, places)).toArray(double[][]::new));
    }

    /// Of a model over these prompts.
    double mean(int model, int[] places) {
        return Arrays.stream(at(scores[model], places)).average().orElseThrow();
    }

    static double[] at(double[] row, int[] places) {
        return Arrays.stream(places).mapToDouble(place -> row[place]).toArray();
    }
}
