package dev.cortado.bench.simulation.check;

import dev.cortado.bench.simulation.books.Changes;
import dev.cortado.bench.simulation.books.CounterRow;
import dev.cortado.bench.simulation.books.EntryRow;
import dev.cortado.bench.simulation.books.LeaseRow;
import dev.cortado.bench.simulation.books.SessionRow;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.books.UsageKey;
import dev.cortado.bench.simulation.books.UsageRow;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.hold.AttemptKey;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What must hold after every step. Each check looks at what the step changed, whoever changed it: a counter with all
/// its leases, a lease with all that may still be charged to it, an attempt, a posting. What nothing touched holds as
/// it did after the step before.
public final class Invariants {

    /// The broker's clock and the database's.
    private static final long CLOCKS_APART_MILLIS = 1_000;

    private final Tables tables;
    private final Truth truth;
    private final LongSupplier logMillis;
    private final Map<Long, Long> chargedByCounter = new HashMap<>();
    private final Map<UsageKey, UsageRow> judged = new HashMap<>();
    private final Map<CounterRow, Long> committedBefore = new HashMap<>();
    private final Map<ReservationId, AttemptTruth> delivered = new HashMap<>();
    private int entriesSeen;
    private @Nullable Violation first;

    /// @param logMillis the broker's clock
    public Invariants(Tables tables, Truth truth, LongSupplier logMillis) {
        this.tables = tables;
        this.truth = truth;
        this.logMillis = logMillis;
    }

    /// The first invariant that did not hold.
    public @Nullable Violation violation() {
        return first;
    }

    public void violated(String invariant, String detail) {
        if (first == null) {
            first = new Violation(invariant, detail);
        }
    }

    /// @return whether there was anything to check
    public boolean check() {
        truth.passes(logMillis.getAsLong());
        Changes changes = tables.changes();
        BitSet liable = truth.liability().changed();
        if (changes.isEmpty() && truth.changed().isEmpty() && liable.isEmpty()) {
            return false;
        }
        changes.usage().forEach(this::checkUsage);
        checkEntries();
        changes.counters().forEach(this::checkCounter);
        changes.leases().forEach(this::checkLease);
        for (int lease = liable.nextSetBit(0); lease >= 0; lease = liable.nextSetBit(lease + 1)) {
            LeaseRow row = tables.lease(lease);
            if (row != null && !changes.leases().contains(row)) {
                checkLease(row);
            }
        }
        truth.changed().forEach(this::checkAttempt);
        changes.clear();
        truth.clearChanges();
        return true;
    }

    private void checkUsage(UsageRow row) {
        UsageKey key = UsageKey.of(row.usage());
        UsageRow before = judged.put(key, row);
        if (row.equals(before)) {
            return;
        }
        if (before != null) {
            violated("a posting is final", key + " was changed");
        }
        var permission = row.usage().permission();
        boolean charges = row.charge() != 0;
        for (int i = 0; i < permission.holds().size(); i++) {
            long counter = permission.holds().get(i).counter().value();
            long charged = row.charged().get(i);
            chargedByCounter.merge(counter, charged, Math::addExact);
            charges |= charged != 0;
            CounterRow touched = tables.counter(counter);
            if (touched != null) {
                tables.changes().add(touched);
            }
        }
        if (charges && row.usage().position().appendedAt().isAfter(permission.publishBy())) {
            violated("no late event is charged to the tenant", key.toString());
        }
        AttemptTruth attempt = truth.attempt(new AttemptKey(key.reservation(), key.attempt()));
        if (attempt == null) {
            violated("only what was placed is posted", key.toString());
        } else {
            checkReceipt(attempt, row);
        }
    }

    private void checkReceipt(AttemptTruth attempt, UsageRow row) {
        Map<Long, Long> receipt = attempt.receipt;
        if (receipt == null) {
            return;
        }
        var holds = row.usage().permission().holds();
        for (int i = 0; i < holds.size(); i++) {
            long lease = holds.get(i).lease().value();
            if (!row.charged().get(i).equals(receipt.get(lease))) {
                violated(
                        "a finished response is charged what its receipt says",
                        attempt.key + ": lease " + lease + " charged "
                                + row.charged().get(i) + " (" + row.bearer() + "), receipt " + receipt.get(lease));
            }
        }
    }

    private void checkEntries() {
        List<EntryRow> entries = tables.entries();
        if (entriesSeen == entries.size()) {
            return;
        }
        Map<Long, Long> sums = new HashMap<>();
        for (; entriesSeen < entries.size(); entriesSeen++) {
            EntryRow entry = entries.get(entriesSeen);
            sums.merge(entry.batch(), entry.amount(), Math::addExact);
        }
        sums.forEach((batch, sum) -> {
            if (sum != 0) {
                violated("every batch sums to zero", "batch " + batch + ": " + sum);
            }
        });
    }

    private void checkCounter(CounterRow counter) {
        long granted = 0;
        long posted = 0;
        long refunded = 0;
        long closedSpent = 0;
        for (LeaseRow lease : counter.leases()) {
            posted += lease.posted();
            refunded += lease.refunded();
            granted += lease.isOpen() ? lease.granted() - lease.refunded() : 0;
            closedSpent += lease.isOpen() ? 0 : lease.posted() - lease.refunded();
        }
        long charged = chargedByCounter.getOrDefault(counter.id, 0L);
        if (counter.isHard() && counter.committed() > counter.capInForce()) {
            violated("committed is within the cap in force", counter.toString());
        }
        if (counter.committed() != granted + counter.closedSpent()) {
            violated("committed is what is granted and what is spent", counter.toString());
        }
        if (counter.closedSpent() != closedSpent) {
            violated("spent is what was charged and not refunded", counter + " of which closed " + closedSpent);
        }
        Long earlier = committedBefore.put(counter, counter.committed());
        if (earlier == null) {
            checkWindow(counter);
        }
        long before = earlier == null ? 0 : earlier;
        checkCap(counter);
        if (counter.isHard() && counter.committed() > before && counter.committed() > counter.limit.capTarget()) {
            violated("no grant passes the cap", counter + ", before " + before);
        }
        if (counter.isHard() && charged - refunded > counter.capInForce()) {
            violated("what is charged in a window is within its cap", counter + " charged " + (charged - refunded));
        }
        if (charged != posted) {
            violated("what is charged is what is posted", counter + " charged " + charged + ", posted " + posted);
        }
    }

    /// A cap is in force as far as nothing is committed above it: a raised one at once, a lowered one as
    /// what was granted above it comes back. Windows that are over keep what they had.
    private void checkCap(CounterRow counter) {
        boolean isOpen = counter.window.end().toEpochMilli() > logMillis.getAsLong() + CLOCKS_APART_MILLIS;
        if (counter.isHard()
                && isOpen
                && counter.capInForce() != Math.max(counter.limit.capTarget(), counter.committed())) {
            violated(
                    "a cap is in force where nothing is committed above it",
                    counter + ", to be " + counter.limit.capTarget());
        }
    }

    /// Windows of a limit adjoin, whatever rules it had when they were made.
    private void checkWindow(CounterRow counter) {
        boolean isAlone = true;
        boolean adjoins = false;
        for (CounterRow other : tables.counters()) {
            if (other != counter && other.limit == counter.limit) {
                isAlone = false;
                adjoins |= other.window.end().equals(counter.window.start())
                        || counter.window.end().equals(other.window.start());
                if (other.window.overlaps(counter.window)) {
                    violated("windows of a limit never overlap", counter.window + " beside " + other.window);
                }
            }
        }
        if (!isAlone && !adjoins) {
            violated("windows of a limit adjoin", String.valueOf(counter.window));
        }
    }

    /// What may still be charged to a lease and what was: within what is granted while it is open, and all posted once
    /// it is closed.
    private void checkLease(LeaseRow lease) {
        long liable = truth.liability().of(lease.id);
        if (lease.posted() > lease.granted()) {
            violated("posted is within granted", "lease " + lease.id);
        }
        if (lease.isOpen() && liable > lease.granted()) {
            violated(
                    "no router holds more than is granted to it",
                    "lease " + lease.id + ": " + liable + " of " + lease.granted());
        }
        if (!lease.isOpen() && liable != lease.posted()) {
            violated(
                    "a lease closes when its usage is in",
                    "lease " + lease.id + ": " + liable + " held or used, " + lease.posted() + " posted");
        }
    }

    private void checkAttempt(AttemptTruth attempt) {
        UsageRow row = attempt.receipt == null ? null : tables.usage(key(attempt));
        if (row != null) {
            checkReceipt(attempt, row);
        }
        if (attempt.deltaDelivered) {
            AttemptTruth earlier = delivered.putIfAbsent(attempt.key.reservation(), attempt);
            if (earlier != null && earlier != attempt) {
                violated("no further attempt after a delivered delta", attempt.key.toString());
            }
        }
    }

    /// What must hold when everything came to rest.
    public void checkEnd() {
        for (SessionRow session : tables.sessions()) {
            if (session.state() != SessionRow.State.CLOSED) {
                violated("every session closes", "session " + session.id + " is " + session.state());
            }
        }
        for (CounterRow counter : tables.counters()) {
            if (counter.committed() != counter.closedSpent()) {
                violated("nothing is stranded", counter.toString());
            }
        }
        for (AttemptTruth attempt : truth.attempts()) {
            if (attempt.receipt != null && tables.usage(key(attempt)) == null) {
                violated("a finished response is charged", attempt.key.toString());
            }
            if (attempt.logged != null && tables.usage(key(attempt)) == null) {
                violated("every event in the log is posted", attempt.key.toString());
            }
            if (attempt.hedge != null) {
                HedgeCharges.check(tables, attempt.key, attempt.hedge)
                        .ifPresent(invariant -> violated(invariant, attempt.key.toString()));
            }
        }
    }

    private static UsageKey key(AttemptTruth attempt) {
        return new UsageKey(attempt.key.reservation(), attempt.key.attempt());
    }
}
