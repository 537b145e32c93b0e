package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;

/// A candidate as the decision saw it, for the explanation.
///
/// @param cost likely cost; zero where it could not be told
/// @param excludedBecause empty where it was eligible
public record Considered(
        VariantId variant,
        PoolId pool,
        Lane lane,
        double utility,
        boolean utilityProvisional,
        NanoUsd cost,
        String excludedBecause) {

    public boolean eligible() {
        return excludedBecause.isEmpty();
    }
}
