package dev.cortado.router.hold;

import java.time.Duration;

/// What was lately held of a lease: the amounts of the present and of the last stretch of time, in the counter's unit.
/// Together they cover the last one to two stretches, which is what the next ones are expected to ask.
final class Demand {

    private final long stretchNanos;
    private final long idleNanos;
    private boolean any;
    private long begunNanos;
    private long present;
    private long presentLargest;
    private long last;
    private long lastLargest;
    private long heldNanos;
    private long heldAmount;

    /// @param stretch length of a stretch
    /// @param idleAfter how long after a hold one more like it is expected all the same
    Demand(Duration stretch, Duration idleAfter) {
        this.stretchNanos = Math.max(1, stretch.toNanos());
        this.idleNanos = idleAfter.toNanos();
    }

    void held(long amount, long nanos) {
        turn(nanos);
        any = true;
        present = Amounts.sum(present, amount);
        presentLargest = Math.max(presentLargest, amount);
        heldNanos = nanos;
        heldAmount = amount;
    }

    /// What the next stretch is expected to hold.
    long expected(long nanos) {
        turn(nanos);
        return Math.max(Amounts.sum(present, last), isAwaited(nanos) ? heldAmount : 0);
    }

    /// The largest hold of late.
    long largest(long nanos) {
        turn(nanos);
        return Math.max(Math.max(presentLargest, lastLargest), isAwaited(nanos) ? heldAmount : 0);
    }

    private boolean isAwaited(long nanos) {
        return any && nanos - heldNanos < idleNanos;
    }

    private void turn(long nanos) {
        long turns = (nanos - begunNanos) / stretchNanos;
        if (turns == 0) {
            return;
        }
        last = turns == 1 ? present : 0;
        lastLargest = turns == 1 ? presentLargest : 0;
        present = 0;
        presentLargest = 0;
        begunNanos += turns * stretchNanos;
    }
}
