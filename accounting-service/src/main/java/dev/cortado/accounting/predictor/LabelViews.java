package dev.cortado.accounting.predictor;

import java.time.Instant;
import java.util.List;

/// Sets of labels as administration shows them.
///
/// @param sets newest first
public record LabelViews(List<LabelSet> sets) {

    /// One set, without its content.
    ///
    /// @param labels scores
    /// @param keptUntil when it is deleted by itself
    public record LabelSet(
            long number,
            String name,
            List<String> variants,
            int prompts,
            int labels,
            Instant importedAt,
            Instant keptUntil) {}

    /// What comes of an import.
    ///
    /// @param isNew false where a set that says the same was kept already
    public record LabelSetKept(LabelSet set, boolean isNew) {}
}
