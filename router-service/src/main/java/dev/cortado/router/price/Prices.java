package dev.cortado.router.price;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The price book in force: of the versions that accounting pushed, the latest that is effective. A version takes over
/// at its time, so that none is signed after it was superseded.
public final class Prices {

    private volatile List<PriceBook> books = List.of();

    /// Takes a pushed version in.
    public synchronized void pushed(PriceBook book, Instant accountingNow) {
        List<PriceBook> kept = new ArrayList<>();
        at(accountingNow).ifPresent(kept::add);
        books.stream()
                .filter(known -> known.effectiveAt().isAfter(accountingNow) && !kept.contains(known))
                .forEach(kept::add);
        kept.removeIf(known -> known.version().equals(book.version()));
        kept.add(book);
        kept.sort(Comparator.comparing(PriceBook::effectiveAt));
        books = List.copyOf(kept);
    }

    /// The version in force, or empty while none was ever pushed.
    public Optional<PriceBook> at(Instant accountingNow) {
        List<PriceBook> known = books;
        for (int i = known.size() - 1; i >= 0; i--) {
            if (!known.get(i).effectiveAt().isAfter(accountingNow)) {
                return Optional.of(known.get(i));
            }
        }
        return Optional.empty();
    }
}
