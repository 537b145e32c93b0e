package dev.cortado.router.catalogue;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The newest calibration: a measurement of each variant in each pool, and the score of each variant on each task, from
/// which a predictor of utility starts.
///
/// @param version tells calibrations apart; empty where there was none
/// @param taskSet version of the tasks
public record Measurements(String version, String taskSet, List<Measurement> all, List<ScoredTask> tasks) {

    /// Nothing was measured yet.
    public static final Measurements NONE = new Measurements("", "", List.of(), List.of());

    public Measurements {
        all = List.copyOf(all);
        tasks = List.copyOf(tasks);
        Set<List<Object>> places = new HashSet<>();
        for (Measurement each : all) {
            if (!places.add(List.of(each.variant(), each.pool()))) {
                throw new IllegalArgumentException(each.variant() + " in " + each.pool() + " is there twice");
            }
        }
    }

    /// A task of the calibration's half, and what each variant's answer was worth.
    ///
    /// @param completionTokens of the answers, where that is told
    public record ScoredTask(
            String id,
            String taskClass,
            String prompt,
            Map<VariantId, Double> scores,
            Map<VariantId, Integer> completionTokens) {

        public ScoredTask {
            scores = Map.copyOf(scores);
            completionTokens = Map.copyOf(completionTokens);
        }

        /// A task of which it is not told how long the answers were.
        public ScoredTask(String id, String taskClass, String prompt, Map<VariantId, Double> scores) {
            this(id, taskClass, prompt, scores, Map.of());
        }
    }

    public Optional<Measurement> of(VariantId variant, PoolId pool) {
        return all.stream()
                .filter(each -> each.variant().equals(variant) && each.pool().equals(pool))
                .findFirst();
    }

    /// By which a variant's utility is known: of several pools' the one of the most tasks.
    public Optional<Measurement> utilityOf(VariantId variant) {
        return all.stream()
                .filter(each -> each.variant().equals(variant) && each.utility().isPresent())
                .max(Comparator.comparingInt(
                        each -> each.utility().orElseThrow().tasks()));
    }
}
