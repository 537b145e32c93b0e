package dev.cortado.inference.batching;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The compute threads of one process, shared by its models: one takes a step at a time, in order of asking.
public final class ThreadTurns {

    /// A model whose last step ended longer ago than this is not streaming.
    private static final long STREAMING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock = new ReentrantLock(true);
    private volatile @Nullable Taker holder;
    /// Guarded by the lock.
    private @Nullable Taker last;
    /// Guarded by the lock.
    private long lastGivenNanos;

    /// A model, as it takes turns.
    public interface Taker {

        /// Another one waits while this one holds the turn; called on the other's thread.
        void awaited();
    }

    /// @return whether another model took the turn before, just now: a long step would stall its streams
    public boolean take(Taker model) {
        Taker now = holder;
        if (now != null && lock.isLocked()) {
            now.awaited();
        }
        lock.lock();
        holder = model;
        return last != null && !last.equals(model) && System.nanoTime() - lastGivenNanos < STREAMING_NANOS;
    }

    public void give(Taker model) {
        holder = null;
        last = model;
        lastGivenNanos = System.nanoTime();
        lock.unlock();
    }
}
