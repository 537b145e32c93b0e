package dev.cortado.bench.simulation;

import dev.cortado.bench.Figures;
import dev.cortado.bench.simulation.broken.BrokenVariant;
import dev.cortado.bench.simulation.party.Protocol;
import java.io.IOException;
import java.util.List;
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
        System.err.print(campaign.summary());
        List<Hunt.Outcome> hunts = Hunt.all(seed, HUNT_MAX, threads);
        hunts.forEach(System.err::println);
        new Figures()
                .put("histories", campaign.histories())
                .put("steps", campaign.steps())
                .put("violations", campaign.violations())
                .put("brokenVariants", BrokenVariant.values().length)
                .put(
                        "brokenVariantsCaught",
                        hunts.stream().filter(hunt -> hunt.caught().isPresent()).count())
                .put("seed", seed)
                .write();
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
