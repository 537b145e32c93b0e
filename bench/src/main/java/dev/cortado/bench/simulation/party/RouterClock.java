package dev.cortado.bench.simulation.party;

import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.time.Instant;

/// A router's clocks and timers in virtual time.
public final class RouterClock implements Time {

    private final VirtualProcess process;

    RouterClock(VirtualProcess process) {
        this.process = process;
    }

    @Override
    public long nanos() {
        return process.nanos();
    }

    @Override
    public Instant wall() {
        return process.wall();
    }

    @Override
    public Alarm after(Duration delay, Runnable action) {
        return process.after(Settings.micros(delay), action)::run;
    }
}
