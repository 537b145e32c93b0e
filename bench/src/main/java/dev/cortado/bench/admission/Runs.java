package dev.cortado.bench.admission;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;

/// One run of one kind of call at a steady rate, each by a tenant drawn anew.
final class Runs {

    private static final long LAST_ANSWERS_MILLIS = 5_000;

    private final Tenants tenants;
    private final SplittableRandom random;
    private final com.sun.management.OperatingSystemMXBean machine;

    Runs(Tenants tenants, SplittableRandom random) {
        this.tenants = tenants;
        this.random = random;
        this.machine = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    }

    /// Begins a call.
    interface Call {
        void begin(int tenant, long dueNanos, Latencies latencies);
    }

    /// @param rate answers a second, until the last one
    record Run(Latencies latencies, double rate) {}

    /// Warms up: the rate rises for a third of the time, then stays.
    ///
    /// @return the errors of the part in which it stayed
    long warmUp(String what, Call call, int perSecond, Duration time) throws InterruptedException {
        Duration rise = time.dividedBy(3);
        Latencies rising = new Latencies();
        OpenLoop.rise(perSecond, rise, due -> call.begin(tenants.any(random), due, rising));
        return run("warm-up of " + what, call, perSecond, time.minus(rise))
                .latencies()
                .errors();
    }

    /// Runs so long, and waits for the last answers.
    Run run(String what, Call call, int perSecond, Duration time) throws InterruptedException {
        Latencies latencies = new Latencies();
        machine.getCpuLoad();
        long begun = System.nanoTime();
        OpenLoop.run(perSecond, time, due -> call.begin(tenants.any(random), due, latencies));
        latencies.tookOfMachine(machine.getCpuLoad());
        latencies.await(LAST_ANSWERS_MILLIS);
        Run run = new Run(latencies, latencies.rate(begun));
        System.err.printf("%s at %d/s for %d s: %s%n", what, perSecond, time.toSeconds(), latencies);
        return run;
    }

    /// Calls until one succeeds: then everything is connected.
    void awaitFirst(String what, Call call, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        Latencies latencies = new Latencies();
        while (System.nanoTime() < end) {
            latencies = new Latencies();
            call.begin(0, System.nanoTime(), latencies);
            latencies.await(LAST_ANSWERS_MILLIS);
            if (latencies.answered() > 0) {
                return;
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException(
                "no answer from " + what + " within " + atMost.toSeconds() + " s: " + latencies);
    }
}
