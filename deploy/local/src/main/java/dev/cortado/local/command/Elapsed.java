package dev.cortado.local.command;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Says on standard error from time to time how long something has been going on of which nothing else is known.
final class Elapsed implements AutoCloseable {

    private static final Duration SAID_EVERY = Duration.ofSeconds(2);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("elapsed").factory());

    /// @param what is going on, such as "rebuilding the books"
    Elapsed(String what) {
        long begun = System.nanoTime();
        var _ = clock.scheduleAtFixedRate(
                () -> System.err.println(
                        what + ": " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + " s"),
                SAID_EVERY.toMillis(),
                SAID_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
