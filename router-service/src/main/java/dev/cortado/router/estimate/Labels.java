package dev.cortado.router.estimate;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Measurement;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.predict.Ratings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Scores of several variants on the same tasks, from which they can be learnt together.
///
/// A calibration measures the half of its set that it may see; what is held out does not come here. What was imported
/// stands beside it.
///
/// @param tasks that every one of these variants was scored on
record Labels(List<VariantId> variants, List<ScoredTask> tasks) {

    Labels {
        variants = List.copyOf(variants);
        tasks = List.copyOf(tasks);
    }

    /// Those of variants that were measured on tasks of every class, or not measured at all: one that was measured on
    /// its own class alone is asked for that only, and worth there what was measured. Variants that were scored on
    /// the same tasks stand together, those of the most tasks first.
    ///
    /// @param imported of other names than the calibration's tasks
    /// @param tasksMin variants with fewer are left out
    static List<Labels> of(Measurements measurements, List<ScoredTask> imported, int tasksMin) {
        Set<VariantId> special = new HashSet<>();
        measurements.all().forEach(each -> special.add(each.variant()));
        measurements.all().stream().filter(Measurement::onAllTasks).forEach(each -> special.remove(each.variant()));
        Map<VariantId, List<ScoredTask>> byVariant = new LinkedHashMap<>();
        List<ScoredTask> tasks = Stream.concat(measurements.tasks().stream(), imported.stream())
                .sorted(Comparator.comparing(ScoredTask::id))
                .toList();
        for (ScoredTask task : tasks) {
            for (VariantId variant : task.scores().keySet()) {
                if (!special.contains(variant)) {
                    byVariant.computeIfAbsent(variant, _ -> new ArrayList<>()).add(task);
                }
            }
        }
        Map<List<ScoredTask>, Set<String>> together = new LinkedHashMap<>();
        byVariant.forEach((variant, own) -> {
            if (own.size() >= tasksMin) {
                together.computeIfAbsent(own, _ -> new TreeSet<>()).add(variant.value());
            }
        });
        return together.entrySet().stream()
                .map(each ->
                        new Labels(each.getValue().stream().map(VariantId::new).toList(), each.getKey()))
                .sorted(Comparator.comparingInt(
                                (Labels labels) -> labels.tasks().size())
                        .reversed()
                        .thenComparing(labels -> labels.variants().getFirst().value()))
                .toList();
    }

    /// Places of the tasks of which it is told how long every variant's answer is.
    int[] told() {
        return IntStream.range(0, tasks.size())
                .filter(i -> tasks.get(i).completionTokens().keySet().containsAll(variants))
                .toArray();
    }

    /// The lengths of the answers in tokens, in place of their scores.
    ///
    /// @param places of tasks of which they are told
    double[][] lengths(int[] places) {
        double[][] lengths = new double[variants.size()][places.length];
        for (int v = 0; v < lengths.length; v++) {
            for (int i = 0; i < places.length; i++) {
                lengths[v][i] = tasks.get(places[i]).completionTokens().getOrDefault(variants.get(v), 0);
            }
        }
        return lengths;
    }

    /// @param read a prompt's features
    Ratings ratings(Function<String, PromptFeatures> read) {
        double[][] scores = new double[variants.size()][tasks.size()];
        for (int v = 0; v < scores.length; v++) {
            for (int i = 0; i < tasks.size(); i++) {
                scores[v][i] = tasks.get(i).scores().getOrDefault(variants.get(v), 0.0);
            }
        }
        return new Ratings(
                tasks.stream().map(task -> read.apply(task.prompt())).toList(),
                tasks.stream().map(ScoredTask::taskClass).toList(),
                scores);
    }
}
