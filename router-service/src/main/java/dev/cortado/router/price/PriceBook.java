package dev.cortado.router.price;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One immutable version of the price book.
public record PriceBook(PriceVersion version, Instant effectiveAt, List<Row> rows) {

    public PriceBook {
        rows = List.copyOf(rows);
    }

    /// @param pool null where the price holds in every pool
    public record Row(VariantId variant, @Nullable PoolId pool, Lane lane, TokenPriceList prices) {}

    /// The price of a variant in a pool: the pool's own row before the row for every pool.
    public Optional<TokenPriceList> price(VariantId variant, PoolId pool, Lane lane) {
        Optional<TokenPriceList> everywhere = Optional.empty();
        for (Row row : rows) {
            if (row.variant().equals(variant) && row.lane() == lane) {
                if (pool.equals(row.pool())) {
                    return Optional.of(row.prices());
                }
                if (row.pool() == null) {
                    everywhere = Optional.of(row.prices());
                }
            }
        }
        return everywhere;
    }
}
