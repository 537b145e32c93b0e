package dev.cortado.router.hold;

import dev.cortado.contracts.unit.LeaseId;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The book in which each lease of one session is, since accounting calls leases back by their ids.
///
/// An id is known from the answer that first grants the lease. A recall goes another way and may come before
/// that answer: it is remembered, lest the lease be kept while accounting takes it for called back.
final class LeaseBooks {

    private final Map<LeaseId, LeaseBook> books = new ConcurrentHashMap<>();
    /// Called back before they were named, oldest first.
    private final Set<LeaseId> calledEarly = new LinkedHashSet<>();

    private final int calledEarlyMax;

    /// @param calledEarlyMax leases called back early that are remembered; beyond them the oldest is forgotten
    LeaseBooks(int calledEarlyMax) {
        this.calledEarlyMax = calledEarlyMax;
    }

    /// An answer grants this lease, which is in this book.
    ///
    /// @return whether it was called back before it was known
    boolean named(LeaseId lease, LeaseBook book) {
        if (books.put(lease, book) != null) {
            return false;
        }
        synchronized (this) {
            return calledEarly.remove(lease);
        }
    }

    /// The book of a lease that is called back; null, and remembered, while no answer has named it.
    @Nullable
    LeaseBook recalled(LeaseId lease) {
        LeaseBook book = books.get(lease);
        return book != null ? book : recalledEarly(lease);
    }

    private synchronized @Nullable LeaseBook recalledEarly(LeaseId lease) {
        // It may have been named just now: whoever names it looks here afterwards.
        LeaseBook book = books.get(lease);
        if (book == null && calledEarly.add(lease) && calledEarly.size() > calledEarlyMax) {
            Iterator<LeaseId> oldest = calledEarly.iterator();
            oldest.next();
            oldest.remove();
        }
        return book;
    }

    void forget(LeaseId lease) {
        books.remove(lease);
    }
}
