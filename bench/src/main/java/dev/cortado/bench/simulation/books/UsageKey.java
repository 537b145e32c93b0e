package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.posting.PostingRow;
import dev.cortado.contracts.unit.ReservationId;
import java.util.Comparator;

/// The primary key of `usage`; the day follows from the reservation's time.
public record UsageKey(ReservationId reservation, int attempt) implements Comparable<UsageKey> {

    private static final Comparator<UsageKey> ORDER =
            Comparator.comparing((UsageKey key) -> key.reservation.value()).thenComparingInt(UsageKey::attempt);

    public static UsageKey of(PostingRow.Usage usage) {
        return new UsageKey(usage.permission().reservation(), usage.permission().attempt());
    }

    @Override
    public int compareTo(UsageKey other) {
        return ORDER.compare(this, other);
    }
}
