package dev.cortado.inference.node;

import dev.cortado.contracts.unit.VariantId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A variant that this node is to serve, as the catalogue has it.
///
/// @param file of the model; of the adapter where the variant is one on another variant's model; none
/// where it is a model on a server
/// @param sha256 of the file in hexadecimal; empty: not verified
/// @param contextTokens of each slot
/// @param slots attempts that run at once; with an adapter they are the base's
/// @param adapted null for a model of its own
public record VariantPlan(
        VariantId id,
        Path file,
        String sha256,
        int contextTokens,
        int slots,
        @Nullable Adapted adapted) {

    /// A model of its own whose file is taken as it is.
    public VariantPlan(VariantId id, Path file, int contextTokens, int slots) {
        this(id, file, "", contextTokens, slots, null);
    }

    /// A variant that is a LoRA adapter on another variant's model, in the same process.
    ///
    /// @param base whose weights and slots it shares
    /// @param adapter by which requests may name it too
    /// @param scale where a request names none
    public record Adapted(VariantId base, String adapter, double scale) {}
}
