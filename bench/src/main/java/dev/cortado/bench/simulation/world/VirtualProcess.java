package dev.cortado.bench.simulation.world;

import java.time.Instant;

/// A process on a machine: it lives, crashes, is started again as another life, and may be paused in between, after
/// which it goes on with what it believed before. Its clocks are its own.
public final class VirtualProcess {

    private final World world;
    private final String name;
    private final int index;
    private int life;
    private boolean up = true;
    private long pausedUntil;
    private long skewMicros;
    private long suspendedMicros;
    private long readings;

    VirtualProcess(World world, String name, int index) {
        this.world = world;
        this.name = name;
        this.index = index;
    }

    public String name() {
        return name;
    }

    int index() {
        return index;
    }

    public int life() {
        return life;
    }

    public boolean isUp() {
        return up;
    }

    boolean isPaused() {
        return pausedUntil > world.nowMicros();
    }

    long pausedUntil() {
        return pausedUntil;
    }

    public void crash() {
        up = false;
        pausedUntil = 0;
        world.trace(name, "crash", life);
    }

    /// Begins another life.
    public void restart() {
        life++;
        up = true;
        suspendedMicros = 0;
        world.trace(name, "restart", life);
    }

    /// @param suspended whether the monotonic clock stands still meanwhile, as on a suspended machine
    public void pause(long micros, boolean suspended) {
        pausedUntil = world.nowMicros() + micros;
        if (suspended) {
            suspendedMicros += micros;
        }
        world.trace(name, "pause", micros);
    }

    /// Whether its machine was suspended in this life, so that its monotonic clock is behind.
    public boolean hasStoodStill() {
        return suspendedMicros > 0;
    }

    /// Sets the wall clock off from true time.
    public void skew(long micros) {
        skewMicros = micros;
    }

    public long skewMicros() {
        return skewMicros;
    }

    public Instant wall() {
        return world.trueTime().plusNanos(skewMicros * 1_000);
    }

    /// The wall clock to the millisecond, as milliseconds since 1970.
    public long wallMillis() {
        return Math.floorDiv(world.trueMicros() + skewMicros, 1_000L);
    }

    /// The monotonic clock; no two readings are the same.
    public long nanos() {
        return (world.nowMicros() - suspendedMicros) * 1_000 + (++readings % 1_000);
    }

    /// Runs an action in this life of the process, if it still lives then.
    ///
    /// @return cancels it
    public Runnable after(long micros, Runnable action) {
        return world.schedule(this, life, micros, action);
    }
}
