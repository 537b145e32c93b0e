package dev.cortado.bench.simulation.check;

import dev.cortado.bench.simulation.books.CounterRow;
import dev.cortado.bench.simulation.books.EntryRow;
import dev.cortado.bench.simulation.books.LeaseRow;
import dev.cortado.bench.simulation.books.SessionRow;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.books.UsageKey;
import dev.cortado.bench.simulation.books.UsageRow;
import dev.cortado.router.hold.AttemptKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What must hold after every step. A step that touched neither the books nor an attempt cannot change it.
public final class Invariants {

    private final Tables tables;
    private final Truth truth;
    private final Supplier<Instant> logTime;
    private final Map<Long, Long> chargedByCounter = new HashMap<>();
    private final Map<UsageKey, UsageRow> judged = new HashMap<>();
    private final Map<CounterRow, Long> committedBefore = new HashMap<>();
    private int entriesSeen;
    private boolean booksChanged;
    private @Nullable Violation first;

    /// @param logTime the broker's clock
    public Invariants(Tables tables, Truth truth, Supplier<Instant> logTime) {
        this.tables = tables;
        this.truth = truth;
        this.logTime = logTime;
    }

    public void booksChanged() {
        booksChanged = true;
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
        boolean attemptsChanged = truth.takeChanged();
        boolean anyChanged = attemptsChanged || booksChanged;
        if (booksChanged) {
            booksChanged = false;
            checkUsage();
            checkEntries();
            checkCounters();
            checkLeases();
        } else if (attemptsChanged) {
            checkLeases();
        }
        if (attemptsChanged) {
            checkReceipts();
            checkDeliveries();
        }
        return anyChanged;
    }

    private void checkUsage() {
        for (UsageRow row : tables.usage()) {
            UsageKey key = new UsageKey(
                    row.usage().permission().reservation(),
                    row.usage().permission().attempt());
            UsageRow before = judged.get(key);
            if (row.equals(before)) {
                continue;
            }
            if (before != null) {
                violated("a posting is final", key + " was changed");
            }
            judged.put(key, row);
            var holds = row.usage().permission().holds();
            boolean charges = row.charge() != 0;
            for (int i = 0; i < holds.size(); i++) {
                chargedByCounter.merge(
                        holds.get(i).counter().value(), row.charged().get(i), Math::addExact);
                charges |= row.charged().get(i) != 0;
            }
            if (charges
                    && row.usage()
                            .position()
                            .appendedAt()
                            .isAfter(row.usage().permission().publishBy())) {
                violated("no late event is charged to the tenant", key.toString());
            }
            AttemptTruth attempt = truth.attempt(new AttemptKey(key.reservation(), key.attempt()));
            if (attempt == null) {
                violated("only what was placed is posted", key.toString());
            } else if (attempt.receipt != null) {
                checkReceipt(attempt, row);
            }
        }
    }

    private void checkReceipts() {
        for (AttemptTruth attempt : truth.attempts()) {
            UsageRow row = attempt.receipt == null ? null : tables.usage(key(attempt));
            if (row != null) {
                checkReceipt(attempt, row);
            }
        }
    }

    private void checkReceipt(AttemptTruth attempt, UsageRow row) {
        Map<Long, Long> receipt = attempt.receipt;
        var holds = row.usage().permission().holds();
        for (int i = 0; i < holds.size(); i++) {
            long lease = holds.get(i).lease().value();
            if (receipt != null && !row.charged().get(i).equals(receipt.get(lease))) {
                violated(
                        "a finished response is charged what its receipt says",
                        attempt.key + ": lease " + lease + " charged "
                                + row.charged().get(i) + " (" + row.bearer() + "), receipt " + receipt.get(lease));
            }
        }
    }

    private void checkEntries() {
        List<EntryRow> entries = tables.entries();
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

    private void checkCounters() {
        Map<CounterRow, Long> granted = new HashMap<>();
        Map<CounterRow, Long> posted = new HashMap<>();
        Map<CounterRow, Long> refunded = new HashMap<>();
        for (LeaseRow lease : tables.leases()) {
            posted.merge(lease.counter, lease.posted(), Long::sum);
            refunded.merge(lease.counter, lease.refunded(), Long::sum);
            if (lease.isOpen()) {
                granted.merge(lease.counter, lease.granted() - lease.refunded(), Long::sum);
            }
        }
        for (CounterRow counter : tables.counters()) {
            long charged = chargedByCounter.getOrDefault(counter.id, 0L);
            if (counter.hard && counter.committed() > counter.capInForce()) {
                violated("committed is within the cap in force", counter.toString());
            }
            if (counter.committed() != granted.getOrDefault(counter, 0L) + counter.closedSpent()) {
                violated("committed is what is granted and what is spent", counter.toString());
            }
            long before = committedBefore.getOrDefault(counter, 0L);
            if (counter.hard && counter.committed() > before && counter.committed() > counter.limit.capTarget()) {
                violated("no grant passes the cap", counter + ", before " + before);
            }
            committedBefore.put(counter, counter.committed());
            long kept = charged - refunded.getOrDefault(counter, 0L);
            if (counter.hard && kept > counter.capInForce()) {
                violated("what is charged in a window is within its cap", counter + " charged " + kept);
            }
            if (charged != posted.getOrDefault(counter, 0L)) {
                violated(
                        "what is charged is what is posted",
                        counter + " charged " + charged + ", posted " + posted.getOrDefault(counter, 0L));
            }
        }
    }

    /// What may still be charged to a lease and what was: within what is granted while it is open, and all posted once
    /// it is closed.
    private void checkLeases() {
        LiabilityByLease liability = truth.liability(logTime.get());
        for (LeaseRow lease : tables.leases()) {
            long liable = liability.of(lease.id);
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
    }

    private void checkDeliveries() {
        Set<Object> delivered = new HashSet<>();
        for (AttemptTruth attempt : truth.attempts()) {
            if (attempt.deltaDelivered && !delivered.add(attempt.key.reservation())) {
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
        }
    }

    private static UsageKey key(AttemptTruth attempt) {
        return new UsageKey(attempt.key.reservation(), attempt.key.attempt());
    }
}
