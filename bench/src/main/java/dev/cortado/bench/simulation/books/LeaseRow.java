package dev.cortado.bench.simulation.books;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `lease`: what one session may spend of one counter.
public final class LeaseRow {

    public final long id;
    public final CounterRow counter;
    public final SessionRow session;
    private final Changes changes;
    private long granted;
    private long posted;
    private long refunded;
    private long seq;
    private long grownSeq = -1;
    private long waitingSeq = -1;
    private @Nullable Instant waitingSince;
    private boolean open = true;

    LeaseRow(long id, CounterRow counter, SessionRow session, Changes changes) {
        this.id = id;
        this.counter = counter;
        this.session = session;
        this.changes = changes;
        changes.add(this);
    }

    public long granted() {
        return granted;
    }

    public long posted() {
        return posted;
    }

    /// What refunds gave back of what is posted.
    public long refunded() {
        return refunded;
    }

    public long seq() {
        return seq;
    }

    /// Of the message by which it last grew.
    public long grownSeq() {
        return grownSeq;
    }

    /// Of the last message for which others were called back.
    public long waitingSeq() {
        return waitingSeq;
    }

    /// Since when the request had waited that had waited longest for that message.
    public @Nullable Instant waitingSince() {
        return waitingSince;
    }

    /// Others are called back for a message that speaks of it: its router keeps it until that is
    /// answered.
    void await(long newSeq, Instant since) {
        if (newSeq > waitingSeq) {
            waitingSeq = newSeq;
            waitingSince = since;
        }
    }

    public boolean isOpen() {
        return open;
    }

    public void grant(long newGranted, long newSeq) {
        check(newGranted, posted);
        grownSeq = grownSeq < 0 || newGranted > granted ? newSeq : grownSeq;
        granted = newGranted;
        seq = newSeq;
        changes.add(this);
    }

    public void post(long newPosted) {
        check(granted, newPosted);
        posted = newPosted;
        changes.add(this);
    }

    void refund(long newRefunded) {
        if (newRefunded < 0 || newRefunded > posted) {
            throw new ConstraintBroken("lease_refunded_within_posted", "lease " + id + ": " + newRefunded);
        }
        refunded = newRefunded;
        changes.add(this);
    }

    public void close() {
        open = false;
        changes.add(this);
    }

    private void check(long newGranted, long newPosted) {
        if (newPosted < 0 || newPosted > newGranted) {
            throw new ConstraintBroken(
                    "lease_posted_within_granted", "lease " + id + ": posted " + newPosted + " of " + newGranted);
        }
    }
}
