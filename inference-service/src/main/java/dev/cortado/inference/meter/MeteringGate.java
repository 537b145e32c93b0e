package dev.cortado.inference.meter;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the broker acknowledges: without that, work would be done that nobody can be charged for, so new work is
/// refused.
///
/// It is open while something, an append or a probe, was acknowledged of late and no append waits for longer than the
/// silence allowed. A failed append closes it for a while, since a broker may answer probes and yet not append. It
/// opens again by itself on the next acknowledged probe. A probe that finds the log unfit closes it at once and until
/// a probe is acknowledged, whatever appends are. Safe for use by several threads.
public final class MeteringGate {

    private final Duration silenceMax;
    private final Duration closedAfterFailure;
    private Instant acknowledgedAt = Instant.MIN;
    private Instant closedUntil = Instant.MIN;
    private Instant oldestPending = Instant.MAX;
    private int pending;
    private @Nullable String unfit;

    /// @param silenceMax time without an acknowledgement after which new work is refused
    /// @param closedAfterFailure time for which a failed append keeps it closed
    public MeteringGate(Duration silenceMax, Duration closedAfterFailure) {
        this.silenceMax = silenceMax;
        this.closedAfterFailure = closedAfterFailure;
    }

    public synchronized boolean open(Instant now) {
        return closedBecause(now).isEmpty();
    }

    /// Why new work is refused, in words for an operator; empty while the gate is open.
    public synchronized Optional<String> closedBecause(Instant now) {
        if (unfit != null) {
            return Optional.of(unfit);
        }
        if (now.isBefore(closedUntil)) {
            return Optional.of("a usage event was not acknowledged a moment ago");
        }
        Instant silentSince = now.minus(silenceMax);
        boolean acknowledged =
                acknowledgedAt.isAfter(silentSince) && (pending == 0 || oldestPending.isAfter(silentSince));
        return acknowledged ? Optional.empty() : Optional.of("usage events are not acknowledged");
    }

    public synchronized void appendStarted(Instant now) {
        if (pending++ == 0) {
            oldestPending = now;
        }
    }

    /// Any acknowledged append shows that the broker appends, so the wait of the others counts from here.
    public synchronized void appendAcknowledged(Instant now) {
        pending--;
        oldestPending = now;
        acknowledgedAt = now;
    }

    public synchronized void appendFailed(Instant now) {
        pending--;
        oldestPending = now;
        closedUntil = now.plus(closedAfterFailure);
    }

    public synchronized void probeAcknowledged(Instant now) {
        acknowledgedAt = now;
        unfit = null;
    }

    /// The broker answers, and the log is not one to meter on.
    ///
    /// @param reason what is wrong with it, in words for an operator
    public synchronized void probeRefused(String reason) {
        unfit = reason;
    }
}
