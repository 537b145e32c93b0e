package dev.cortado.accounting.http;

import dev.cortado.accounting.pricing.PriceBook;
import dev.cortado.accounting.pricing.PriceComparison;
import dev.cortado.accounting.pricing.PriceRow;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// Price books as administration shows them.
final class PriceViews {

    private PriceViews() {}

    static TenantViews.PriceVersion of(PriceBook book) {
        return new TenantViews.PriceVersion(book.version().value(), book.effectiveAt(), all(book.rows()));
    }

    static TenantViews.PriceChanges changes(PriceBook book, Optional<PriceBook> follows, boolean preview) {
        PriceComparison comparison =
                PriceComparison.of(follows.map(PriceBook::rows).orElse(List.of()), book.rows());
        return new TenantViews.PriceChanges(
                book.version().value(),
                book.effectiveAt(),
                preview,
                follows.map(other -> other.version().value()),
                all(comparison.added()),
                all(comparison.removed()),
                comparison.changed().stream()
                        .map(pair -> new TenantViews.ChangedPrice(of(pair.before()), of(pair.after())))
                        .toList(),
                comparison.unchanged());
    }

    /// USD per million tokens.
    static String usd(PicoUsdPerToken price) {
        BigDecimal usd = BigDecimal.valueOf(price.picos(), 6).stripTrailingZeros();
        return usd.scale() < 0 ? usd.setScale(0).toPlainString() : usd.toPlainString();
    }

    private static List<TenantViews.Price> all(List<PriceRow> rows) {
        return rows.stream().map(PriceViews::of).toList();
    }

    private static TenantViews.Price of(PriceRow row) {
        return new TenantViews.Price(
                row.variant().value(),
                row.pool(),
                row.lane().word(),
                usd(row.prices().prompt()),
                usd(row.prices().cachedPrompt()),
                usd(row.prices().cacheWrite()),
                usd(row.prices().completion()));
    }
}
