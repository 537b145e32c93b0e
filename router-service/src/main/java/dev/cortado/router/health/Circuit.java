package dev.cortado.router.health;

import dev.cortado.router.hold.AttemptKey;
import java.time.Duration;

/// The circuit breaker of one life of a node. Closed, it counts. Enough failures eject the node; when its time is
/// over, one attempt is let through as a probe: a success closes the circuit, a failure ejects for twice as long.
final class Circuit {

    private sealed interface State {

        /// @param sinceNanos when it closed
        record Closed(long sinceNanos) implements State {}

        /// Left out until its time is over; from then on the next attempt is the probe.
        record Ejected(long untilNanos) implements State {}

        /// @param untilNanos from when another attempt may be the probe
        record Probed(AttemptKey probe, long untilNanos) implements State {}
    }

    private final HealthLimits limits;
    private final SlidingCounts counts;
    private State state;
    private int failuresInRow;
    private int ejectionsInRow;
    private long heardNanos;

    Circuit(HealthLimits limits, long now) {
        this.limits = limits;
        this.counts = new SlidingCounts(limits.window(), now);
        this.state = new State.Closed(now);
        this.heardNanos = now;
    }

    /// What an attempt's end changed.
    sealed interface Change {

        record None() implements Change {}

        /// @param failures of so many attempts in the window
        record Ejected(int failures, int attempts, Duration lasts) implements Change {}

        record Returned() implements Change {}
    }

    synchronized boolean isClosed() {
        return state instanceof State.Closed;
    }

    /// Whether attempts keep away from the node at this moment.
    synchronized boolean isLeftOut(long now) {
        return switch (state) {
            case State.Closed _ -> false;
            case State.Ejected(long until) -> until - now > 0;
            case State.Probed(var _, long until) -> until - now > 0;
        };
    }

    /// Share of failures in the window, 0 where nothing was heard.
    synchronized double failureShare(long now) {
        int attempts = counts.attempts(now);
        return attempts == 0 ? 0 : (double) counts.failures(now) / attempts;
    }

    /// How long ago anything was heard of the node.
    synchronized long silentNanos(long now) {
        return now - heardNanos;
    }

    /// An attempt was placed on the node: the probe, where one is due.
    synchronized void placed(AttemptKey attempt, long now) {
        if (!isClosed() && !isLeftOut(now)) {
            state = new State.Probed(attempt, now + limits.probeWithin().toNanos());
        }
    }

    synchronized Change ended(AttemptKey attempt, Verdict verdict, long now) {
        heardNanos = now;
        boolean isProbe = state instanceof State.Probed(AttemptKey probe, long _) && probe.equals(attempt);
        return switch (verdict) {
            case UNDECIDED -> {
                if (isProbe) {
                    state = new State.Ejected(now);
                }
                yield new Change.None();
            }
            case SUCCEEDED -> {
                counts.add(false, now);
                failuresInRow = 0;
                yield isProbe ? close(now) : new Change.None();
            }
            case FAILED -> {
                counts.add(true, now);
                failuresInRow++;
                yield isProbe || isOver(now) ? eject(now) : new Change.None();
            }
        };
    }

    private boolean isOver(long now) {
        return isClosed()
                && (failuresInRow >= limits.failuresInRow()
                        || limits.isTooMany(counts.failures(now), counts.attempts(now)));
    }

    private Change eject(long now) {
        if (state instanceof State.Closed(long since)
                && now - since >= limits.ejectedMax().toNanos()) {
            ejectionsInRow = 0;
        }
        Duration lasts = limits.ejection(ejectionsInRow);
        ejectionsInRow++;
        state = new State.Ejected(now + lasts.toNanos());
        return new Change.Ejected(counts.failures(now), counts.attempts(now), lasts);
    }

    private Change close(long now) {
        state = new State.Closed(now);
        counts.clear();
        return new Change.Returned();
    }
}
