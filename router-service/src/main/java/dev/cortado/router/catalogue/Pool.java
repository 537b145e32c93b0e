package dev.cortado.router.catalogue;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import java.util.List;
import java.util.Set;

/// Nodes of one kind of hardware, the lanes they serve and the variants they run.
public record Pool(PoolId id, Set<Lane> lanes, List<VariantId> variants) {

    public Pool {
        lanes = Set.copyOf(lanes);
        variants = List.copyOf(variants);
    }
}
