package dev.cortado.bench.admission;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// What became of the calls of one run, each timed from when it was due. Safe for use by several threads.
final class Latencies {

    /// Within a thousandth of the true value.
    private static final int DIGITS = 3;

    private static final double NANOS_A_MILLI = 1e6;

    private final Histogram atOnce = new ConcurrentHistogram(DIGITS);
    private final Histogram asked = new ConcurrentHistogram(DIGITS);
    private final ConcurrentHashMap<String, AtomicLong> failures = new ConcurrentHashMap<>();
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong lastNanos = new AtomicLong();
    private final AtomicReference<Double> cpuShare = new AtomicReference<>(0.0);

    /// What became of several runs' calls, as of now.
    static Latencies together(Collection<Latencies> several) {
        Latencies all = new Latencies();
        for (Latencies each : several) {
            all.atOnce.add(each.atOnce);
            all.asked.add(each.asked);
            each.failures.forEach((why, count) ->
                    all.failures.computeIfAbsent(why, _ -> new AtomicLong()).addAndGet(count.get()));
            all.open.addAndGet(each.open.get());
        }
        return all;
    }

    void begins() {
        open.incrementAndGet();
    }

    /// @param askedAccounting whether the router had to ask accounting for it
    void answered(long dueNanos, boolean askedAccounting) {
        long now = System.nanoTime();
        (askedAccounting ? asked : atOnce).recordValue(Math.max(0, now - dueNanos));
        lastNanos.set(now);
        open.decrementAndGet();
    }

    void failed(String why) {
        failures.computeIfAbsent(why, _ -> new AtomicLong()).incrementAndGet();
        open.decrementAndGet();
    }

    /// Waits for the calls that are under way, but not for ever: what is not answered by then has failed.
    void await(long atMostMillis) throws InterruptedException {
        long end = System.nanoTime() + atMostMillis * 1_000_000;
        while (open.get() > 0 && System.nanoTime() < end) {
            Thread.sleep(5);
        }
    }

    void tookOfMachine(double share) {
        cpuShare.set(share);
    }

    /// The share of the machine's processors that was busy, with whatever: 0 to 1.
    double cpuShare() {
        return cpuShare.get();
    }

    double atOnceMillis(double percentile) {
        return atOnce.getValueAtPercentile(percentile) / NANOS_A_MILLI;
    }

    double askedMillis(double percentile) {
        return asked.getTotalCount() == 0 ? 0 : asked.getValueAtPercentile(percentile) / NANOS_A_MILLI;
    }

    long answered() {
        return atOnce.getTotalCount() + asked.getTotalCount();
    }

    /// Calls for which the router had to ask accounting.
    long asked() {
        return asked.getTotalCount();
    }

    double askedShare() {
        return answered() == 0 ? 0 : asked.getTotalCount() / (double) answered();
    }

    /// Answers a second, to the last of them.
    double rate(long begunNanos) {
        return answered() * 1e9 / Math.max(1, lastNanos.get() - begunNanos);
    }

    /// Refused, broken off or never answered.
    long errors() {
        return open.get()
                + failures.values().stream().mapToLong(AtomicLong::get).sum();
    }

    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms; %.3f %% asked accounting, p99 %.1f ms; machine %.0f %% busy;"
                        + " %d errors %s",
                atOnceMillis(50),
                atOnceMillis(99),
                atOnceMillis(99.9),
                100 * askedShare(),
                askedMillis(99),
                100 * cpuShare(),
                errors(),
                failures);
    }
}
