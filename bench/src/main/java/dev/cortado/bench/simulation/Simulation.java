package dev.cortado.bench.simulation;

import dev.cortado.bench.Figures;
import dev.cortado.bench.simulation.broken.BrokenVariant;
import dev.cortado.bench.simulation.party.Protocol;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/// The bench: so many histories from a seed, then each broken variant until it is caught.
///
/// Arguments: histories, seed; or `replay` and the seed of one history, which is then told step by step.
public final class Simulation {

    /// Histories in which a broken variant must be caught.
    private static final long HUNT_MAX = 20_000;

    private Simulation() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals("replay")) {
            replay(Long.parseLong(arguments[1]));
            return;
        }
        long histories = Long.parseLong(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        int threads = Runtime.getRuntime().availableProcessors();
        Campaign campaign = new Campaign(seed);
        campaign.run(histories, threads, new Progress(histories)::done);
        tell(campaign);
        int caught = hunt(seed);
        new Figures()
                .put("histories", campaign.histories())
                .put("steps", campaign.steps())
                .put("violations", campaign.violations())
                .put("brokenVariants", BrokenVariant.values().length)
                .put("brokenVariantsCaught", caught)
                .put("seed", seed)
                .write();
    }

    private static void tell(Campaign campaign) {
        campaign.faults().forEach((fault, times) -> System.err.printf("%-20s %,12d%n", fault, times));
        System.err.printf(
                "%,d attempts, %,d refusals, at least %,d steps a history%n",
                campaign.attempts(), campaign.refusals(), campaign.stepsLeast());
        for (Result result : campaign.violating()) {
            System.err.println(
                    "history " + result.seed() + ": " + result.violation().orElseThrow());
        }
    }

    /// @return how many variants were caught
    private static int hunt(long seed) {
        int caught = 0;
        for (BrokenVariant variant : BrokenVariant.values()) {
            var found = Hunt.of(variant, seed, HUNT_MAX);
            if (found.isPresent()) {
                caught++;
                System.err.printf(
                        "%-34s caught by history %,6d: %s%n",
                        variant.words(),
                        found.get().histories(),
                        found.get().result().violation().orElseThrow().invariant());
            } else {
                System.err.printf("%-34s not caught in %,d histories%n", variant.words(), HUNT_MAX);
            }
        }
        return caught;
    }

    private static void replay(long seed) {
        Result result = History.run(
                seed,
                new Protocol(),
                BooksMaking.MODEL,
                (at, who, what, value) -> System.out.println(at + " " + who + " " + what + " " + value));
        System.out.println(result);
    }

    /// Tells how far it is, every few seconds.
    private static final class Progress {

        private static final long EVERY_NANOS = 5_000_000_000L;

        private final long histories;
        private final long begun = System.nanoTime();
        private final AtomicLong told = new AtomicLong(begun);

        Progress(long histories) {
            this.histories = histories;
        }

        void done(long count) {
            long now = System.nanoTime();
            long last = told.get();
            if (now - last > EVERY_NANOS && told.compareAndSet(last, now)) {
                double seconds = (now - begun) / 1e9;
                System.err.printf(
                        "%,d of %,d histories, %.0f a second, %.0f s left%n",
                        count, histories, count / seconds, (histories - count) * seconds / count);
            }
        }
    }
}
