package dev.cortado.inference.remote;

/// Shares a server's time between the generations that run on it: the integral of 1 / generations over time, so that
/// the difference between two readings is what one of them took. Used under the engine's lock.
final class BusyShare {

    private long sharedNanos;
    private long readAtNanos = System.nanoTime();
    private int generations;

    /// From now on so many run.
    void of(int count) {
        now();
        generations = count;
    }

    long now() {
        long nanos = System.nanoTime();
        if (generations > 0) {
            sharedNanos += (nanos - readAtNanos) / generations;
        }
        readAtNanos = nanos;
        return sharedNanos;
    }
}
