package dev.cortado.router.catalogue;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;

/// One way to run a model, and what is believed of it until it is measured.
///
/// @param utility value of its outputs, 0..1
/// @param utilityProvisional true while that is the catalogue's figure
/// @param completionTypical completion tokens of a usual answer
public record Variant(
        VariantId id,
        String tier,
        String licence,
        TokenCount context,
        double utility,
        boolean utilityProvisional,
        TokenCount completionTypical,
        Rates provisionalRates) {

    public Variant {
        if (!(utility >= 0 && utility <= 1)) {
            throw new IllegalArgumentException("utility of " + id + " must be 0 to 1, not " + utility);
        }
        if (tier.isBlank() || tier.equals(Catalogue.AUTO)) {
            throw new IllegalArgumentException("tier of " + id + " must be a name other than auto");
        }
    }
}
