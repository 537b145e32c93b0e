package dev.cortado.router.fleet;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A node as it last reported itself.
///
/// @param address host:port of its gRPC server
/// @param meteringAvailable false while the log does not acknowledge its usage events
/// @param receivedNanos this router's monotonic time of the report
public record Node(
        NodeId id,
        NodeIncarnation incarnation,
        String address,
        PoolId pool,
        Set<Lane> lanes,
        List<VariantLoad> variants,
        boolean draining,
        boolean meteringAvailable,
        long receivedNanos) {

    public Node {
        lanes = Set.copyOf(lanes);
        variants = List.copyOf(variants);
    }

    public Optional<VariantLoad> load(VariantId variant) {
        return variants.stream().filter(load -> load.variant().equals(variant)).findFirst();
    }

    /// The same node with some of its variants only.
    public Node withVariants(List<VariantLoad> some) {
        return new Node(id, incarnation, address, pool, lanes, some, draining, meteringAvailable, receivedNanos);
    }
}
