package dev.cortado.inference.batching;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The compute threads of one process, shared by its models: one takes a step at a time, in order of asking.
public final class ThreadTurns {

    /// A model whose last step ended longer ago than this is not streaming.
    private static final long STREAMING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock = new ReentrantLock(true);
    /// Guarded by the lock.
    private @Nullable Object last;
    /// Guarded by the lock.
    private long lastGivenNanos;

    /// @param model who asks, the same object each time
    /// @return whether another model took the turn before, just now: a long step would stall its streams
    public boolean take(Object model) {
        lock.lock();
        return last != null && !last.equals(model) && System.nanoTime() - lastGivenNanos < STREAMING_NANOS;
    }

    public void give(Object model) {
        last = model;
        lastGivenNanos = System.nanoTime();
        lock.unlock();
    }
}
