package dev.cortado.router.hold;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.session.SessionTerms;
import dev.cortado.router.session.SessionWatcher;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.time.Time;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Every open hold of this router, and the leases of its sessions.
///
/// A hold is closed once, by whichever comes first: receipt, usage event, refusal, or the log's clock passing its
/// `publishBy`. Holds of a session that ended settle against that session's own leases, of which accounting no longer
/// wants to hear.
public final class Holds implements SessionWatcher {

    private final Map<AttemptKey, Hold> open = new ConcurrentHashMap<>();
    private final Map<SessionId, LeaseBook> books = new ConcurrentHashMap<>();
    private final Accounting accounting;
    private final Sessions sessions;
    private final Time time;
    private final LeasePace pace;
    private final HoldWatcher watcher;
    private final int openMax;

    /// @param openMax holds that may be open at once
    public Holds(
            Accounting accounting, Sessions sessions, Time time, LeasePace pace, HoldWatcher watcher, int openMax) {
        this.accounting = accounting;
        this.sessions = sessions;
        this.time = time;
        this.pace = pace;
        this.watcher = watcher;
        this.openMax = openMax;
    }

    @Override
    public void opened(SessionTerms terms) {
        SessionId session = terms.id();
        books.put(
                session,
                new LeaseBook(
                        session,
                        accounting,
                        time,
                        sessions::accountingNow,
                        pace,
                        watcher,
                        () -> sessions.endedElsewhere(session)));
    }

    @Override
    public void ended(SessionId session) {
        LeaseBook book = books.remove(session);
        if (book != null) {
            book.end();
        }
    }

    @Override
    public void pathsChanged(long version) {}

    /// Asks for a hold on every counter of a path: the first rung for which there is room. Without counters the best
    /// rung is taken as it is.
    public CompletionStage<Taking> take(SessionId session, List<LimitCounter> path, List<Rung> rungs) {
        if (path.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Taking.Taken(0, rungs.getFirst().want(), List.of()));
        }
        LeaseBook book = books.get(session);
        return book == null ? CompletableFuture.completedFuture(new Taking.SessionOver()) : book.take(path, rungs);
    }

    /// Keeps what was taken, until it is closed.
    public void keep(Hold hold) {
        open.put(hold.key(), hold);
    }

    /// Gives back what was taken but is not used.
    public void giveUp(SessionId session, List<HeldAmount> amounts) {
        settle(session, amounts, Map.of());
    }

    /// Closes a hold: what was charged stays spent, the rest is free at once.
    ///
    /// @return the hold, or empty if it was closed before or never was this router's
    public Optional<Hold> close(AttemptKey key, Map<LeaseId, Long> charged) {
        Hold hold = open.remove(key);
        if (hold == null) {
            return Optional.empty();
        }
        settle(hold.session(), hold.amounts(), charged);
        return Optional.of(hold);
    }

    public Optional<Hold> find(AttemptKey key) {
        return Optional.ofNullable(open.get(key));
    }

    /// Holds of a partition whose usage can no longer come: the log's clock is past their `publishBy` and the skew.
    public List<Hold> overdue(int partition, Instant logTime) {
        return open.values().stream()
                .filter(hold -> hold.partition() == partition && logTime.isAfter(hold.publishBy()))
                .toList();
    }

    public void recall(SessionId session, Collection<LeaseId> leases) {
        LeaseBook book = books.get(session);
        if (book != null) {
            book.recall(leases);
        }
    }

    /// The tightest money limit on a path as the present session sees it.
    public BudgetView budget(List<LimitCounter> path) {
        @Nullable
        LeaseBook book = sessions.present().map(terms -> books.get(terms.id())).orElse(null);
        return book == null ? LeaseTable.unleasedBudget(path) : book.budget(path);
    }

    public int openCount() {
        return open.size();
    }

    public boolean isFull() {
        return open.size() >= openMax;
    }

    private void settle(SessionId session, List<HeldAmount> amounts, Map<LeaseId, Long> charged) {
        LeaseBook book = books.get(session);
        if (book != null) {
            book.settle(amounts, charged);
        }
    }
}
