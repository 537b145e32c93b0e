package dev.cortado.router.decide;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.fleet.Node;
import dev.cortado.router.fleet.VariantLoad;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A way to answer: a variant in a pool and a lane, and the nodes that could run it now.
///
/// @param prices the tenant's prices, null where the price book has none
/// @param bar why it is never taken, null where nothing bars it
/// @param overlong what nodes said of the request's prompt
public record Candidate(
        Variant variant,
        PoolId pool,
        Lane lane,
        boolean poolServesLane,
        @Nullable TokenPriceList prices,
        List<Place> places,
        @Nullable Bar bar,
        Overlong overlong) {

    public Candidate {
        places = List.copyOf(places);
    }

    /// A node that is up and has the variant loaded.
    public record Place(Node node, VariantLoad load) {}
}
