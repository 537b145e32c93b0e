package dev.cortado.bench.calibration;

import java.util.OptionalDouble;

/// What this process takes of the machine from its making on.
final class Meter {

    private static final double NANOS = 1e9;

    private final double tdpWatts;
    private final long beganNanos = System.nanoTime();
    private final double cpuSeconds = Machine.cpuSeconds();
    private final OptionalDouble busySeconds = Machine.busySeconds();
    private final OptionalDouble joules = Machine.countedJoules();

    /// @param tdpWatts of the whole processor
    Meter(double tdpWatts) {
        this.tdpWatts = tdpWatts;
    }

    double wallSeconds() {
        return (System.nanoTime() - beganNanos) / NANOS;
    }

    double cpuSeconds() {
        return Machine.cpuSeconds() - cpuSeconds;
    }

    /// Energy by the host's counters, which count for everybody on the machine; where they cannot be read, by
    /// `TDP × busy share × time`, of which this process's share of the processor's time is its own.
    Journal.Stretch stretch(int tasks) {
        OptionalDouble counted = Machine.countedJoules();
        boolean rapl = counted.isPresent() && joules.isPresent() && counted.getAsDouble() >= joules.getAsDouble();
        double energy = rapl ? counted.getAsDouble() - joules.getAsDouble() : tdpWatts * cpuSeconds() / Machine.cores();
        return new Journal.Stretch(tasks, wallSeconds(), cpuSeconds(), energy, rapl ? "rapl" : "tdp");
    }

    /// The share of the machine's processors that other processes kept busy.
    OptionalDouble othersBusyShare() {
        OptionalDouble now = Machine.busySeconds();
        if (now.isEmpty() || busySeconds.isEmpty()) {
            return OptionalDouble.empty();
        }
        double others = now.getAsDouble() - busySeconds.getAsDouble() - cpuSeconds();
        return OptionalDouble.of(Math.clamp(others / (wallSeconds() * Machine.cores()), 0, 1));
    }
}
