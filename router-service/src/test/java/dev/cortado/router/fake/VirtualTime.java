package dev.cortado.router.fake;

import dev.cortado.router.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Time that moves only when told to, running timers in their order.
public final class VirtualTime implements Time {

    private record Due(long nanos, long number, Runnable action) {}

    /// Some days ago, so that what is kept for a month is kept.
    @SuppressWarnings("TimeInStaticInitializer") // One for a whole run, whichever class asks first.
    public static final Instant EPOCH = LocalDate.now(ZoneOffset.UTC)
            .minusDays(7)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();

    private final PriorityQueue<Due> timers =
            new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::number));
    private long nanos = 1_000_000_000L;
    private long numbers;
    private Duration wallOffset = Duration.ZERO;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant wall() {
        return EPOCH.plusNanos(nanos).plus(wallOffset);
    }

    /// The true time, whatever the wall clock says.
    public Instant trueTime() {
        return EPOCH.plusNanos(nanos);
    }

    /// Sets the wall clock off.
    public void skewWall(Duration offset) {
        wallOffset = offset;
    }

    @Override
    public Alarm after(Duration delay, Runnable action) {
        Due due = new Due(nanos + delay.toNanos(), numbers++, action);
        timers.add(due);
        return () -> timers.remove(due);
    }

    /// Lets time pass, timers running at their moments.
    public void pass(Duration duration) {
        long until = nanos + duration.toNanos();
        while (!timers.isEmpty() && timers.peek().nanos() <= until) {
            Due due = timers.remove();
            nanos = Math.max(nanos, due.nanos());
            due.action().run();
        }
        nanos = until;
    }
}
