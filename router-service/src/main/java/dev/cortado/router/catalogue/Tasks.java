package dev.cortado.router.catalogue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What a variant is known to be worth on named tasks, beside its utility in general. A prompt profile may name one.
///
/// @param fineTunedFor tasks that the variant was trained for: it needs no instructions for them
/// @param utilities of its outputs on a task, 0..1, where the catalogue tells one; with the profile's text in the
///     prompt unless it is fine-tuned for the task
public record Tasks(Set<String> fineTunedFor, Map<String, Double> utilities) {

    /// Nothing is known of any task.
    public static final Tasks NONE = new Tasks(Set.of(), Map.of());

    public Tasks {
        fineTunedFor = Set.copyOf(fineTunedFor);
        utilities = Map.copyOf(utilities);
        utilities.forEach((task, utility) -> {
            if (!(utility >= 0 && utility <= 1)) {
                throw new IllegalArgumentException("the utility on task " + task + " must be 0 to 1, not " + utility);
            }
        });
    }

    /// Whether the utility on the task is the catalogue's word, which no calibration here replaces: that of a variant
    /// that was not trained for it.
    public boolean isProvisionalOn(String task) {
        return utilities.containsKey(task) && !fineTunedFor.contains(task);
    }

    /// The same with what was measured on a task; nothing new where the variant was not trained for it: a general one
    /// is measured without a profile's text, and its utility on the task is with it.
    Tasks with(String task, double utility) {
        if (!fineTunedFor.contains(task)) {
            return this;
        }
        Map<String, Double> known = new HashMap<>(utilities);
        known.put(task, utility);
        return new Tasks(fineTunedFor, known);
    }
}
