package dev.cortado.router.decision;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.tenant.LimitCounter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One attempt of a reservation, and what became of it.
///
/// @param hold the most it may cost
/// @param partition of the usage log its event goes to
/// @param path the limits it was held against, to tell what is left of them; empty where it comes from the store
/// @param hedge null where it does not run beside another
public record Attempt(
        AttemptKey key,
        VariantId variant,
        PoolId pool,
        NodeId node,
        NodeIncarnation incarnation,
        Lane lane,
        NanoUsd hold,
        TokenPriceList prices,
        int partition,
        Instant publishBy,
        List<LimitCounter> path,
        Fate fate,
        @Nullable Hedge hedge) {

    public Attempt {
        path = List.copyOf(path);
    }

    /// One that is no hedge.
    public Attempt(
            AttemptKey key,
            VariantId variant,
            PoolId pool,
            NodeId node,
            NodeIncarnation incarnation,
            Lane lane,
            NanoUsd hold,
            TokenPriceList prices,
            int partition,
            Instant publishBy,
            List<LimitCounter> path,
            Fate fate) {
        this(key, variant, pool, node, incarnation, lane, hold, prices, partition, publishBy, path, fate, null);
    }

    public Attempt with(Fate newFate) {
        return new Attempt(
                key, variant, pool, node, incarnation, lane, hold, prices, partition, publishBy, path, newFate, hedge);
    }
}
