package dev.cortado.router.decide;

import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.estimate.UtilityEstimate;
import dev.cortado.router.fleet.Node;

/// A candidate that meets the wishes, on the node that would answer soonest.
///
/// @param utility of its answer to this prompt
public record Option(Variant variant, Node node, TokenPriceList prices, Estimate estimate, UtilityEstimate utility) {

    /// How it is told apart from every other one of its request, as [Considered#name()].
    public String name() {
        return variant.id().value() + "@" + node.pool().value();
    }
}
