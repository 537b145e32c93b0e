package dev.cortado.router.decide;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.VariantLoad;
import java.util.Set;

/// What is assumed of a variant that no node reports, to tell at least what it would cost.
final class Idle {

    private Idle() {}

    static VariantLoad load(Variant variant) {
        return new VariantLoad(
                variant.id(),
                false,
                variant.context(),
                new Occupancy(1, 0, 0, 0),
                TokenCount.ZERO,
                TokenCount.ZERO,
                null,
                Set.of());
    }
}
