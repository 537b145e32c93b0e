package dev.cortado.router.estimate;

import dev.cortado.contracts.unit.VariantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// A predictor as it is kept, without its content.
///
/// @param number rises
/// @param source what it was made of, such as `calibration` with its version and `labels` with their revision: no two
/// are made of the same
/// @param parent the one that it was made from, where it was
/// @param router that made it
/// @param labels scores that it was made of
/// @param calibrationError on labels that had no part in it
/// @param took to make
public record PredictorVersion(
        long number,
        String source,
        OptionalLong parent,
        String router,
        List<VariantId> variants,
        int labels,
        double calibrationError,
        Duration took,
        Instant madeAt) {

    public PredictorVersion {
        variants = List.copyOf(variants);
    }
}
