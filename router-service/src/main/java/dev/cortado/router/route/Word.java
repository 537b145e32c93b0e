package dev.cortado.router.route;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.router.decision.Finish;
import dev.cortado.router.decision.RefusedBecause;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.hold.AttemptKey;
import java.util.Map;

/// A node's signed word of an attempt, its signature verified.
public sealed interface Word {

    AttemptKey key();

    NodeId node();

    NodeIncarnation incarnation();

    /// What the attempt cost.
    ///
    /// @param charged against each lease, in its unit
    record Receipt(
            AttemptKey key,
            NodeId node,
            NodeIncarnation incarnation,
            NanoUsd cost,
            Map<LeaseId, Long> charged,
            TokenUse usage,
            Finish finish)
            implements Word {
        public Receipt {
            charged = Map.copyOf(charged);
        }
    }

    /// The attempt never started, and never will.
    record Refusal(AttemptKey key, NodeId node, NodeIncarnation incarnation, RefusedBecause reason) implements Word {}
}
