package dev.cortado.bench.simulation;

import dev.cortado.bench.simulation.party.Protocol;
import dev.cortado.bench.simulation.world.AdministrativeChange;
import dev.cortado.bench.simulation.world.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/// Many histories from one seed, on as many threads as told.
public final class Campaign {

    private static final int VIOLATIONS_KEPT = 20;
    private static final double PERCENT = 100;

    private final long seed;
    private final AtomicLong next = new AtomicLong();
    private long histories;
    private long steps;
    private long stepsLeast = Long.MAX_VALUE;
    private long attempts;
    private long refusals;
    private long violations;
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final Map<AdministrativeChange, Long> changes = new EnumMap<>(AdministrativeChange.class);
    private final Map<AdministrativeChange, Long> historiesWith = new EnumMap<>(AdministrativeChange.class);
    private final List<Result> violating = new ArrayList<>();

    public Campaign(long seed) {
        this.seed = seed;
    }

    /// The seed of the history of this number.
    public static long seed(long campaign, long number) {
        long mixed = (campaign ^ (number * 0x9E37_79B9_7F4A_7C15L)) + number;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }

    /// @param progress told how many are done, after each
    public void run(long count, int threads, LongConsumer progress) throws InterruptedException {
        run(count, threads, () -> BooksMaking.MODEL, progress);
    }

    /// @param makings asked once by each thread: what its histories' books are made of
    public void run(long count, int threads, Supplier<BooksMaking> makings, LongConsumer progress)
            throws InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(Thread.ofPlatform().name("histories-" + i).start(() -> work(count, makings.get(), progress)));
        }
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private void work(long count, BooksMaking making, LongConsumer progress) {
        for (long number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
            progress.accept(add(History.run(seed(seed, number), new Protocol(), making, null)));
        }
    }

    private synchronized long add(Result result) {
        steps += result.steps();
        stepsLeast = Math.min(stepsLeast, result.steps());
        attempts += result.attempts();
        refusals += result.refusals();
        result.faults().forEach((fault, times) -> faults.merge(fault, (long) times, Long::sum));
        result.changes().forEach((change, times) -> {
            changes.merge(change, (long) times, Long::sum);
            historiesWith.merge(change, 1L, Long::sum);
        });
        if (result.violation().isPresent()) {
            violations++;
            if (violating.size() < VIOLATIONS_KEPT) {
                violating.add(result);
            }
        }
        return ++histories;
    }

    /// For people: how much happened, what went wrong by kind, and from which seed.
    public synchronized String summary() {
        StringBuilder summary = new StringBuilder();
        summary.append("seed %d: %,d histories, %,d steps (at least %,d each), %,d attempts, %,d refusals%n"
                .formatted(seed, histories, steps, stepsLeast, attempts, refusals));
        faults.forEach((fault, times) -> summary.append("%-20s %,12d%n".formatted(fault, times)));
        changes.forEach((change, times) -> {
            long share = historiesWith.getOrDefault(change, 0L);
            summary.append(
                    "%-20s %,12d in %.1f %% of the histories%n".formatted(change, times, share * PERCENT / histories));
        });
        violating.forEach(result -> summary.append(
                "history %d: %s%n".formatted(result.seed(), result.violation().orElseThrow())));
        return summary.toString();
    }

    public synchronized long histories() {
        return histories;
    }

    public synchronized long steps() {
        return steps;
    }

    /// Steps of the shortest history.
    public synchronized long stepsLeast() {
        return stepsLeast;
    }

    public synchronized long attempts() {
        return attempts;
    }

    public synchronized long refusals() {
        return refusals;
    }

    public synchronized long violations() {
        return violations;
    }

    public synchronized Map<Fault, Long> faults() {
        return new EnumMap<>(faults);
    }

    /// How many histories had such a change of an administrator's.
    public synchronized Map<AdministrativeChange, Long> historiesWith() {
        return new EnumMap<>(historiesWith);
    }

    /// The first of them.
    public synchronized List<Result> violating() {
        return List.copyOf(violating);
    }
}
