package dev.cortado.bench.simulation;

import dev.cortado.bench.simulation.broken.BrokenVariant;
import dev.cortado.bench.simulation.party.Protocol;
import java.util.Optional;

/// Looks for the first history that catches a broken variant.
public final class Hunt {

    /// A variant was caught.
    ///
    /// @param histories needed
    public record Catch(BrokenVariant variant, long histories, Result result) {}

    private Hunt() {}

    /// @param most histories tried
    public static Optional<Catch> of(BrokenVariant variant, long campaignSeed, long most) {
        for (long number = 0; number < most; number++) {
            Result result = History.run(Campaign.seed(campaignSeed, number), variant.protocol());
            if (result.violation().isPresent() && isSound(result.seed())) {
                return Optional.of(new Catch(variant, number + 1, result));
            }
        }
        return Optional.empty();
    }

    /// What the sound protocol violates too says nothing of the variant.
    private static boolean isSound(long seed) {
        return History.run(seed, new Protocol()).violation().isEmpty();
    }
}
