package dev.cortado.router.price;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The price book in force: of the versions that accounting pushed, the latest that is effective by accounting's
/// time. A version takes over at its time, so that none is signed after it was superseded. Where accounting's pushes
/// have not been heard for a while a version may have been superseded unheard, and nothing is in force.
public final class Prices {

    private final Duration unheardMax;
    private volatile List<PriceBook> books = List.of();
    private volatile @Nullable Instant unheardSince;

    /// @param unheardMax how long prices stay in force after the last connection to accounting's pushes was lost
    public Prices(Duration unheardMax) {
        this.unheardMax = unheardMax;
    }

    /// Takes a pushed version in.
    public synchronized void pushed(PriceBook book, Instant accountingNow) {
        List<PriceBook> kept = new ArrayList<>();
        newest(accountingNow).ifPresent(kept::add);
        books.stream()
                .filter(known -> known.effectiveAt().isAfter(accountingNow) && !kept.contains(known))
                .forEach(kept::add);
        kept.removeIf(known -> known.version().equals(book.version()));
        kept.add(book);
        kept.sort(Comparator.comparing(PriceBook::effectiveAt));
        books = List.copyOf(kept);
        unheardSince = null;
    }

    /// From this moment no new version would be heard of, until one is pushed again, as first thing on reconnecting.
    public synchronized void unheard(Instant accountingNow) {
        if (unheardSince == null) {
            unheardSince = accountingNow;
        }
    }

    /// The version in force, or empty while none was ever pushed or none was heard of for too long.
    public Optional<PriceBook> at(Instant accountingNow) {
        Instant since = unheardSince;
        return since != null && accountingNow.isAfter(since.plus(unheardMax))
                ? Optional.empty()
                : newest(accountingNow);
    }

    private Optional<PriceBook> newest(Instant accountingNow) {
        List<PriceBook> known = books;
        for (int i = known.size() - 1; i >= 0; i--) {
            if (!known.get(i).effectiveAt().isAfter(accountingNow)) {
                return Optional.of(known.get(i));
            }
        }
        return Optional.empty();
    }
}
