package dev.cortado.router.route;

import dev.cortado.router.time.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/// How long a request waits for what others may wait for too.
final class Deadline {

    private Deadline() {}

    /// What comes, or a failure once the time is over; others who wait for the same wait on.
    static <T> CompletableFuture<T> within(Time time, Duration longest, CompletableFuture<T> coming) {
        CompletableFuture<T> mine = coming.copy();
        Time.Alarm deadline = time.after(longest, () -> mine.completeExceptionally(new TimeoutException()));
        return mine.whenComplete((_, _) -> deadline.cancel());
    }
}
