package dev.cortado.bench.simulation;

import dev.cortado.bench.simulation.broken.BrokenVariant;
import dev.cortado.bench.simulation.party.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Looks for the first history that catches a broken variant.
public final class Hunt {

    /// How the hunt for a variant ended.
    ///
    /// @param histories tried; the last of them caught it
    /// @param caught empty if none did
    public record Outcome(BrokenVariant variant, long histories, Optional<Result> caught) {

        @Override
        public String toString() {
            return caught.map(result -> String.format(
                            Locale.ROOT,
                            "%-34s caught by history %,6d: %s",
                            variant.words(),
                            histories,
                            result.violation().orElseThrow().invariant()))
                    .orElse(String.format(
                            Locale.ROOT, "%-34s not caught in %,d histories", variant.words(), histories));
        }
    }

    private Hunt() {}

    /// Hunts every variant, on so many threads.
    ///
    /// @param most histories tried of each
    public static List<Outcome> all(long campaignSeed, long most, int threads) throws InterruptedException {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Outcome>> hunts = new ArrayList<>();
            for (BrokenVariant variant : BrokenVariant.values()) {
                hunts.add(pool.submit(() -> of(variant, campaignSeed, most)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> hunt : hunts) {
                outcomes.add(hunt.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a hunt failed", e);
        }
    }

    /// @param most histories tried
    public static Outcome of(BrokenVariant variant, long campaignSeed, long most) {
        for (long number = 0; number < most; number++) {
            Result result = History.run(Campaign.seed(campaignSeed, number), variant.protocol());
            if (result.violation().isPresent() && isSound(result.seed())) {
                return new Outcome(variant, number + 1, Optional.of(result));
            }
        }
        return new Outcome(variant, most, Optional.empty());
    }

    /// What the sound protocol violates too says nothing of the variant.
    private static boolean isSound(long seed) {
        return History.run(seed, new Protocol()).violation().isEmpty();
    }
}
