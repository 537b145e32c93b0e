package dev.cortado.inference.batching;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Counts the failures of a decode loop. So many within a period may each be one request's doing, and the loop begins
/// anew after them; with one more it is the engine that is broken. Used by the loop only.
final class Recoveries {

    private final BatchingLimits.Recovery limits;
    private final Deque<Instant> failures = new ArrayDeque<>();

    Recoveries(BatchingLimits.Recovery limits) {
        this.limits = limits;
    }

    /// Counts a failure.
    ///
    /// @return whether the loop may begin anew
    boolean mayFollow(Instant failure) {
        Instant earliest = failure.minus(limits.within());
        while (!failures.isEmpty() && failures.getFirst().isBefore(earliest)) {
            failures.removeFirst();
        }
        failures.add(failure);
        return failures.size() <= limits.max();
    }
}
