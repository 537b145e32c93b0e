package dev.cortado.router.label;

import dev.cortado.contracts.unit.VariantId;
import java.time.Instant;
import java.util.List;

/// A set of labels as it is kept, without its content.
///
/// @param number rises
/// @param name for people
/// @param labels scores
/// @param keptUntil when it is deleted by itself
public record LabelSet(
        long number,
        String name,
        List<VariantId> variants,
        int prompts,
        int labels,
        Instant importedAt,
        Instant keptUntil) {

    public LabelSet {
        variants = List.copyOf(variants);
    }
}
