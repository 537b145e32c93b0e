package dev.cortado.accounting.pricing;

import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;

/// What a variant's tokens cost in a pool and lane.
///
/// @param pool empty: every pool
public record PriceRow(VariantId variant, String pool, Lane lane, TokenPriceList prices) {}
