package dev.cortado.inference.meter;

import java.time.Duration;
import java.time.Instant;

/// Whether the broker acknowledges: without that, work would be done that nobody can be charged for, so new work is
/// refused.
///
/// It is open while something, an append or a probe, was acknowledged of late and no append waits for longer than the
/// silence allowed. A failed append closes it for a while, since a broker may answer probes and yet not append. It
/// opens
/// again by itself on the next acknowledged probe. Safe for use by several threads.
public final class MeteringGate {

    private final Duration silenceMax;
    private final Duration closedAfterFailure;
    private Instant acknowledgedAt = Instant.MIN;
    private Instant closedUntil = Instant.MIN;
    private Instant oldestPending = Instant.MAX;
    private int pending;

    /// @param silenceMax time without an acknowledgement after which new work is refused
    /// @param closedAfterFailure time for which a failed append keeps it closed
    public MeteringGate(Duration silenceMax, Duration closedAfterFailure) {
        this.silenceMax = silenceMax;
        this.closedAfterFailure = closedAfterFailure;
    }

    public synchronized boolean open(Instant now) {
        return !now.isBefore(closedUntil)
                && acknowledgedAt.isAfter(now.minus(silenceMax))
                && (pending == 0 || oldestPending.isAfter(now.minus(silenceMax)));
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
    }
}
