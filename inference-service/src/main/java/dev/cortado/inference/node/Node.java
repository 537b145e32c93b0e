package dev.cortado.inference.node;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.inference.verify.NodeIdentity;

/// This node: who it is, what it runs on, what it serves, and whether it takes new work.
public final class Node {

    private final NodeIdentity identity;
    private final PoolId pool;
    private final HardwareDescription hardware;
    private final Variants variants;
    private final Changes changes;
    private volatile boolean draining;

    public Node(NodeIdentity identity, PoolId pool, HardwareDescription hardware, Variants variants, Changes changes) {
        this.identity = identity;
        this.pool = pool;
        this.hardware = hardware;
        this.variants = variants;
        this.changes = changes;
    }

    public NodeIdentity identity() {
        return identity;
    }

    public PoolId pool() {
        return pool;
    }

    public HardwareDescription hardware() {
        return hardware;
    }

    public Variants variants() {
        return variants;
    }

    public Changes changes() {
        return changes;
    }

    public boolean draining() {
        return draining;
    }

    /// From now on new attempts are refused, and those that wait for a slot are given back, so that other nodes take
    /// them; what runs goes on.
    public void drain() {
        draining = true;
        // Told first, lest what is given back be sent here again.
        changes.changed();
        variants.drain();
    }
}
