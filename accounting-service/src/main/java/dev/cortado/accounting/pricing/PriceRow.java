package dev.cortado.accounting.pricing;

import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;

/// What a variant's tokens cost in a pool and lane.
///
/// @param pool empty: every pool
public record PriceRow(VariantId variant, String pool, Lane lane, TokenPriceList prices) {

    public PriceKey key() {
        return new PriceKey(variant, pool, lane);
    }

    /// Whether a meter of work costs nothing. What is found in a cache may be free, since it takes no work,
    /// and so may a cache write, which is a surcharge.
    public boolean givesTokensAway() {
        return prices.prompt().picos() == 0 || prices.completion().picos() == 0;
    }
}
