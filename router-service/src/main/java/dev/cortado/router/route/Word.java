package dev.cortado.router.route;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.TokenCount;
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
    ///
    /// @param promptTokens of its prompt, zero where not counted
    /// @param context too short for it, zero where that is not the reason
    record Refusal(
            AttemptKey key,
            NodeId node,
            NodeIncarnation incarnation,
            RefusedBecause reason,
            TokenCount promptTokens,
            TokenCount context)
            implements Word {

        /// One whose prompt was not counted.
        public Refusal(AttemptKey key, NodeId node, NodeIncarnation incarnation, RefusedBecause reason) {
            this(key, node, incarnation, reason, TokenCount.ZERO, TokenCount.ZERO);
        }
    }
}
