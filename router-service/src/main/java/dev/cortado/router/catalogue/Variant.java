package dev.cortado.router.catalogue;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;

/// One way to run a model, and what is believed of it until it is measured.
///
/// @param utility value of its outputs, 0..1
/// @param utilityProvisional true while that is the catalogue's figure
/// @param completionTypical completion tokens of a usual answer
/// @param specialised an adapter on another variant's model, made for one task, or made here and not measured yet: only
///     a request that names it, or whose prompt profile is of a task that it was trained for, gets it
/// @param tasks what is known of it on named tasks
public record Variant(
        VariantId id,
        String tier,
        String licence,
        TokenCount context,
        double utility,
        boolean utilityProvisional,
        TokenCount completionTypical,
        Rates provisionalRates,
        boolean specialised,
        Tasks tasks) {

    /// A model for any task.
    public Variant(
            VariantId id,
            String tier,
            String licence,
            TokenCount context,
            double utility,
            boolean utilityProvisional,
            TokenCount completionTypical,
            Rates provisionalRates) {
        this(
                id,
                tier,
                licence,
                context,
                utility,
                utilityProvisional,
                completionTypical,
                provisionalRates,
                false,
                Tasks.NONE);
    }

    public Variant {
        if (!(utility >= 0 && utility <= 1)) {
            throw new IllegalArgumentException("utility of " + id + " must be 0 to 1, not " + utility);
        }
        if (tier.isBlank() || tier.equals(Catalogue.AUTO)) {
            throw new IllegalArgumentException("tier of " + id + " must be a name other than auto");
        }
    }

    /// The same with its measured utility. One that was measured on tasks of every class is a model for any task.
    Variant with(Measurement measurement) {
        Measurement.Utility measured = measurement.utility().orElseThrow();
        return new Variant(
                id,
                tier,
                licence,
                context,
                measured.mean(),
                false,
                completionTypical,
                provisionalRates,
                specialised && !measurement.onAllTasks(),
                tasks.with(measurement.task(), measured.mean()));
    }

    /// Whether it was trained for a task.
    ///
    /// @param task empty for none
    public boolean covers(String task) {
        return !task.isEmpty() && tasks.fineTunedFor().contains(task);
    }

    /// Its utility on a task; where that was not measured, its utility in general.
    public double utilityOn(String task) {
        return tasks.utilities().getOrDefault(task, utility);
    }
}
