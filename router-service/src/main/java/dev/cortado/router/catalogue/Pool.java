package dev.cortado.router.catalogue;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import java.util.List;
import java.util.Set;

/// Nodes of one kind of hardware, the lanes they serve and the variants they run.
///
/// @param labels of where its nodes stand and under whose law, such as `eu`
public record Pool(PoolId id, Set<Lane> lanes, List<VariantId> variants, Set<String> labels) {

    /// One without labels.
    public Pool(PoolId id, Set<Lane> lanes, List<VariantId> variants) {
        this(id, lanes, variants, Set.of());
    }

    public Pool {
        lanes = Set.copyOf(lanes);
        variants = List.copyOf(variants);
        labels = Set.copyOf(labels);
    }
}
