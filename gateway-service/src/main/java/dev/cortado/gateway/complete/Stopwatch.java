package dev.cortado.gateway.complete;

import java.time.Duration;

/// Tells the gateway's own time from the time it waits for others. Used on one event loop.
final class Stopwatch {

    private final long arrival = System.nanoTime();
    private long waited;
    private long waitingSince;

    /// Others have the word from here on.
    void waiting() {
        waitingSince = System.nanoTime();
    }

    void heard() {
        waited += System.nanoTime() - waitingSince;
    }

    Duration sinceArrival() {
        return Duration.ofNanos(System.nanoTime() - arrival);
    }

    Duration waited() {
        return Duration.ofNanos(waited);
    }
}
