package dev.cortado.accounting.pricing;

import dev.cortado.contracts.unit.VariantId;

/// What a row of the price book is for. A book has each once.
///
/// @param pool empty: every pool
public record PriceKey(VariantId variant, String pool, Lane lane) {

    @Override
    public String toString() {
        return variant.value() + (pool.isEmpty() ? "" : " in " + pool) + " " + lane.word();
    }
}
