package dev.cortado.bench.admission;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/// Calls that begin when they are due, evenly spaced, whatever became of those before: who times them from when they
/// were due counts the wait behind a slow one too.
final class OpenLoop {

    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private OpenLoop() {}

    /// Begins calls for so long, and returns when the last one was due.
    ///
    /// @param begin told when the call was due, on this machine's monotonic clock; must not block
    static void run(int perSecond, Duration time, LongConsumer begin) {
        long count = time.toSeconds() * perSecond;
        long begun = System.nanoTime();
        for (long n = 0; n < count; n++) {
            await(begun + n * NANOS_A_SECOND / perSecond, begin);
        }
    }

    /// The same at a rate that rises evenly from nothing: a process that has just begun is neither compiled nor
    /// connected, and would first have to work off what it could not do then.
    static void rise(int perSecond, Duration time, LongConsumer begin) {
        long count = time.toSeconds() * perSecond / 2;
        long begun = System.nanoTime();
        for (long n = 0; n < count; n++) {
            await(begun + (long) (time.toNanos() * Math.sqrt(n / (double) count)), begin);
        }
    }

    private static void await(long due, LongConsumer begin) {
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        begin.accept(due);
    }
}
