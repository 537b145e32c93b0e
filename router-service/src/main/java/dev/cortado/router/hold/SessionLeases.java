package dev.cortado.router.hold;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.accounting.Asking;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The leases of one session: a book for each organisation, since no counter belongs to two, and one post.
final class SessionLeases {

    private final Map<OrganisationId, LeaseBook> books = new ConcurrentHashMap<>();
    private final LeaseBooks leaseBooks;
    private final LeasePost post;
    private final Time time;
    private final Supplier<Instant> accountingNow;
    private final LeasePace pace;
    private final Slack slack;
    private volatile boolean keepsNothing;
    private volatile boolean ended;

    SessionLeases(
            SessionId session,
            Accounting accounting,
            Time time,
            Supplier<Instant> accountingNow,
            LeasePace pace,
            Slack slack,
            HoldWatcher watcher,
            Runnable onSessionOver) {
        this.time = time;
        this.accountingNow = accountingNow;
        this.pace = pace;
        this.slack = slack;
        // No more leases can be named by the messages under way.
        this.leaseBooks = new LeaseBooks(pace.underWayMax() * LeaseMessage.WANTS_MAX);
        this.post = new LeasePost(session, accounting, time, pace, watcher, () -> {
            end();
            onSessionOver.run();
        });
    }

    LeaseBook book(OrganisationId organisation) {
        LeaseBook known = books.get(organisation);
        return known != null ? known : books.computeIfAbsent(organisation, _ -> open());
    }

    @Nullable
    LeaseBook known(OrganisationId organisation) {
        return books.get(organisation);
    }

    void recall(Collection<LeaseId> leases, Asking asking) {
        Map<LeaseBook, List<LeaseId>> recalled = new LinkedHashMap<>();
        for (LeaseId lease : leases) {
            LeaseBook book = leaseBooks.recalled(lease);
            if (book != null) {
                recalled.computeIfAbsent(book, _ -> new ArrayList<>()).add(lease);
            }
        }
        recalled.forEach((book, own) -> book.recall(own, asking));
    }

    /// From now on everything idle is given back at once.
    void keepNothing() {
        keepsNothing = true;
        books.values().forEach(LeaseBook::keepNothing);
    }

    /// Whether nothing idle is leased and no message is under way.
    boolean isReturned() {
        return books.values().stream().allMatch(LeaseBook::isReturned);
    }

    /// The session is over: no message is sent any more.
    void end() {
        ended = true;
        post.end();
        books.values().forEach(LeaseBook::end);
    }

    private LeaseBook open() {
        LeaseBook book = new LeaseBook(post, leaseBooks, time, accountingNow, pace, keepsNothing ? Slack.NONE : slack);
        if (ended) {
            book.end();
        }
        return book;
    }
}
