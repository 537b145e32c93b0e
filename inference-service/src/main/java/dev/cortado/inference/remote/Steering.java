package dev.cortado.inference.remote;

import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// How a generation on a server is steered from outside while its own thread reads: cancelled, paused, cut off at a
/// time
/// limit. Safe for use by several threads.
final class Steering {

    private final RemoteLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Guarded by the lock, as are those below.
    private @Nullable RemoteCall call;
    private @Nullable Cut cut;
    private boolean paused;
    private boolean begun;
    private boolean whole;
    private long startedNanos;
    /// When it began to wait for what comes next; 0: it does not wait.
    private long waitsSinceNanos;

    Steering(RemoteLimits limits) {
        this.limits = limits;
    }

    /// Why it is to end.
    ///
    /// @param failure null where nothing failed
    record Cut(StopCause cause, @Nullable RemoteFailure failure) {}

    void started() {
        lock.lock();
        try {
            startedNanos = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /// The first reason stands.
    void cut(StopCause cause, @Nullable RemoteFailure failure) {
        lock.lock();
        try {
            if (cut == null) {
                cut = new Cut(cause, failure);
                changed.signalAll();
                if (call != null) {
                    call.abort();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    Optional<Cut> cut() {
        lock.lock();
        try {
            return Optional.ofNullable(cut);
        } finally {
            lock.unlock();
        }
    }

    void pause(boolean now) {
        lock.lock();
        try {
            paused = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Cuts it off where the server was silent for too long.
    void look() {
        long nanos = System.nanoTime();
        lock.lock();
        try {
            if (!begun) {
                if (nanos - startedNanos > limits.firstTokenTimeMax().toNanos()) {
                    cut(StopCause.ERROR, silent("did not begin to answer within ", limits.firstTokenTimeMax()));
                }
            } else if (waitsSinceNanos != 0) {
                Duration most = whole ? limits.usageTimeMax() : limits.silenceMax();
                if (nanos - waitsSinceNanos > most.toNanos()) {
                    cut(StopCause.ERROR, silent("said nothing more for ", most));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static RemoteFailure silent(String what, Duration time) {
        return new RemoteFailure(Kind.SILENT, "the server " + what + time.toMillis() + " ms");
    }

    /// From now on cutting it off aborts this call.
    void opened(RemoteCall opened) {
        lock.lock();
        try {
            call = opened;
            if (cut != null) {
                opened.abort();
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            if (call != null) {
                call.abort();
            }
            call = null;
        } finally {
            lock.unlock();
        }
    }

    /// Waits while paused.
    ///
    /// @return false if it is to end
    boolean awaitTurn(Transcript transcript) {
        lock.lock();
        try {
            while (paused && cut == null) {
                changed.awaitUninterruptibly();
            }
            begun = transcript.begun();
            whole = transcript.whole();
            waitsSinceNanos = System.nanoTime();
            return cut == null;
        } finally {
            lock.unlock();
        }
    }

    void waitsNoMore() {
        lock.lock();
        try {
            waitsSinceNanos = 0;
        } finally {
            lock.unlock();
        }
    }

    /// @return false if it is to end
    boolean slept(Duration delay) {
        long nanosLeft = delay.toNanos();
        lock.lock();
        try {
            while (nanosLeft > 0 && cut == null) {
                nanosLeft = changed.awaitNanos(nanosLeft);
            }
            return cut == null;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }
}
