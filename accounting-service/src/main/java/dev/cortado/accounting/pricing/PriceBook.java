package dev.cortado.accounting.pricing;

import dev.cortado.contracts.unit.PriceVersion;
import java.time.Instant;
import java.util.List;

/// One version of the price book, whole. It never changes; a new price is a new version.
public record PriceBook(PriceVersion version, Instant effectiveAt, List<PriceRow> rows) {

    public PriceBook {
        rows = List.copyOf(rows);
    }
}
