package dev.cortado.router.hold;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.Asking;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.session.SessionTerms;
import dev.cortado.router.session.SessionWatcher;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/// Every open hold of this router, and the leases of its sessions.
///
/// A hold is closed once, by whichever comes first: receipt, usage event, refusal, or the log's clock passing its
/// `publishBy`. Holds of a session that ended settle against that session's own leases, of which accounting no longer
/// wants to hear.
public final class Holds implements SessionWatcher {

    private final Map<AttemptKey, Hold> open = new ConcurrentHashMap<>();
    private final Map<SessionId, SessionLeases> sessionLeases = new ConcurrentHashMap<>();
    private final Accounting accounting;
    private final Sessions sessions;
    private final Time time;
    private final LeasePace pace;
    private final Slack slack;
    private final HoldWatcher watcher;
    private final int openMax;
    private volatile boolean keepsNothing;

    /// @param slack what leases of short sessions may keep idle; those of long ones keep nothing
    /// @param openMax holds that may be open at once
    public Holds(
            Accounting accounting,
            Sessions sessions,
            Time time,
            LeasePace pace,
            Slack slack,
            HoldWatcher watcher,
            int openMax) {
        this.accounting = accounting;
        this.sessions = sessions;
        this.time = time;
        this.pace = pace;
        this.slack = slack;
        this.watcher = watcher;
        this.openMax = openMax;
    }

    @Override
    public void opened(SessionTerms terms) {
        SessionId session = terms.id();
        Slack kept = terms.sessionClass() == SessionClass.SHORT && !keepsNothing ? slack : Slack.NONE;
        sessionLeases.put(
                session,
                new SessionLeases(
                        session,
                        accounting,
                        time,
                        sessions::accountingNow,
                        pace,
                        kept,
                        watcher,
                        () -> sessions.endedElsewhere(session)));
    }

    @Override
    public void ended(SessionId session) {
        SessionLeases leases = sessionLeases.remove(session);
        if (leases != null) {
            leases.end();
        }
    }

    @Override
    public void pathsChanged(long version) {}

    /// Asks for a hold on every counter of a path: the first rung for which there is room. Without counters the best
    /// rung is taken as it is.
    public CompletionStage<Taking> take(
            SessionId session, OrganisationId organisation, PathAnswer.Limits path, List<Rung> rungs) {
        if (path.counters().isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Taking.Taken(0, rungs.getFirst().want(), List.of()));
        }
        SessionLeases leases = sessionLeases.get(session);
        return leases == null
                ? CompletableFuture.completedFuture(new Taking.SessionOver())
                : leases.book(organisation).take(path, rungs);
    }

    /// Keeps what was taken, until it is closed.
    public void keep(Hold hold) {
        open.put(hold.key(), hold);
    }

    /// Gives back what was taken but is not used.
    public void giveUp(SessionId session, OrganisationId organisation, List<HeldAmount> amounts) {
        settle(session, organisation, amounts, Map.of());
    }

    /// Closes a hold: what was charged stays spent, the rest is free at once.
    ///
    /// @return the hold, or empty if it was closed before or never was this router's
    public Optional<Hold> close(AttemptKey key, Map<LeaseId, Long> charged) {
        Hold hold = open.remove(key);
        if (hold == null) {
            return Optional.empty();
        }
        settle(hold.session(), hold.organisation(), hold.amounts(), charged);
        return Optional.of(hold);
    }

    public Optional<Hold> find(AttemptKey key) {
        return Optional.ofNullable(open.get(key));
    }

    /// Holds of a partition whose usage can no longer come: the log's clock is past their `publishBy` and the skew.
    public List<Hold> overdue(int partition, Instant logTime) {
        return open.values().stream()
                .filter(hold -> hold.partition() == partition && logTime.isAfter(hold.publishBy()))
                .sorted(Comparator.comparing(Hold::publishBy).thenComparingLong(Hold::takenNanos))
                .toList();
    }

    /// Accounting wants idle room back, for somebody else's order.
    public void recall(SessionId session, Collection<LeaseId> leases, Asking asking) {
        SessionLeases recalled = sessionLeases.get(session);
        if (recalled != null) {
            recalled.recall(leases, asking);
        }
    }

    /// From now on everything idle is given back at once, as before a clean stop.
    public void keepNothing() {
        keepsNothing = true;
        sessionLeases.values().forEach(SessionLeases::keepNothing);
    }

    /// Whether accounting knows all that was given back: nothing idle is leased, no message is under way.
    public boolean isReturned() {
        return sessionLeases.values().stream().allMatch(SessionLeases::isReturned);
    }

    /// The tightest money limit among these counters as the present sessions see it.
    public BudgetView budget(OrganisationId organisation, List<LimitCounter> counters) {
        BudgetView.Limited tightest = null;
        List<Purse> purses = new ArrayList<>(counters.size());
        for (LimitCounter counter : counters) {
            if (counter.unit() == LimitUnit.NANO_USD && counter.hard()) {
                BudgetView.Limited view = view(organisation, counter);
                purses.add(new Purse(counter.limit(), view.remaining(), view.renewsAt()));
                if (tightest == null || view.remaining().compareTo(tightest.remaining()) < 0) {
                    tightest = view;
                }
            }
        }
        return tightest == null ? new BudgetView.Unlimited() : tightest.with(purses);
    }

    private BudgetView.Limited view(OrganisationId organisation, LimitCounter counter) {
        CounterView view = new CounterView(counter);
        for (SessionLeases leases : sessionLeases.values()) {
            LeaseBook book = leases.known(organisation);
            if (book != null) {
                view.add(book.view(counter.id()));
            }
        }
        return view.view();
    }

    public int openCount() {
        return open.size();
    }

    public boolean isFull() {
        return open.size() >= openMax;
    }

    private void settle(
            SessionId session, OrganisationId organisation, List<HeldAmount> amounts, Map<LeaseId, Long> charged) {
        SessionLeases leases = sessionLeases.get(session);
        LeaseBook book = leases == null ? null : leases.known(organisation);
        if (book != null) {
            book.settle(amounts, charged);
        }
    }
}
