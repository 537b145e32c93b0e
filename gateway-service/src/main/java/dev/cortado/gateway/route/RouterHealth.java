package dev.cortado.gateway.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/// Which routers answered lately. One that did not is asked last for a while; then a single request tries it, and only
/// its answer brings the others back. Safe for use by several threads.
public final class RouterHealth {

    private static final long WELL = Long.MIN_VALUE;

    private final AtomicLongArray avoidedUntil;
    private final AtomicLongArray lastAnswer;
    private final long avoidForNanos;
    private final LongSupplier nanos;

    /// @param count how many routers there are, known by index
    /// @param avoidFor how long one is asked last after it did not answer
    /// @param nanos a clock that never goes back
    public RouterHealth(int count, Duration avoidFor, LongSupplier nanos) {
        this.avoidedUntil = new AtomicLongArray(count);
        this.lastAnswer = new AtomicLongArray(count);
        this.avoidForNanos = avoidFor.toNanos();
        this.nanos = nanos;
        for (int router = 0; router < count; router++) {
            avoidedUntil.set(router, WELL);
            lastAnswer.set(router, nanos.getAsLong());
        }
    }

    /// The same routers in the same order, save that those which did not answer come last.
    public List<Integer> wellFirst(List<Integer> routers) {
        List<Integer> well = new ArrayList<>(routers.size());
        List<Integer> avoided = new ArrayList<>();
        for (int router : routers) {
            boolean asked = isWell(router) || (well.isEmpty() && mayBeTried(router));
            (asked ? well : avoided).add(router);
        }
        well.addAll(avoided);
        return well;
    }

    public void answered(int router) {
        lastAnswer.set(router, nanos.getAsLong());
        if (!isWell(router)) {
            avoidedUntil.set(router, WELL);
        }
    }

    /// Whether it answered anybody after that time: then it is slow, not silent.
    ///
    /// @param since by the clock given, not before this was made
    public boolean answeredSince(int router, long since) {
        return lastAnswer.get(router) - since > 0;
    }

    public void lost(int router) {
        avoidedUntil.set(router, nanos.getAsLong() + avoidForNanos);
    }

    private boolean isWell(int router) {
        return avoidedUntil.get(router) == WELL;
    }

    /// Whether a router that was lost has been left alone for long enough; true for one caller at a time.
    private boolean mayBeTried(int router) {
        long until = avoidedUntil.get(router);
        if (until == WELL) {
            return true;
        }
        long now = nanos.getAsLong();
        return now - until >= 0 && avoidedUntil.compareAndSet(router, until, now + avoidForNanos);
    }
}
