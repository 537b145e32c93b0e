package dev.cortado.router.fleet;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The nodes of every pool, by address. A node whose stream ended vanishes at once; one whose report is old is not
/// used; one that lately refused is left alone for a moment (the circuit breaker).
public final class Fleet {

    private final Map<String, Node> nodes = new ConcurrentHashMap<>();
    private final Map<NodeId, Long> avoidedUntilNanos = new ConcurrentHashMap<>();
    private final Time time;
    private final Duration reportAgeMax;
    private final Duration avoidFor;

    /// @param reportAgeMax a report older than this is not used
    /// @param avoidFor how long a node that refused for want of capacity is left alone
    public Fleet(Time time, Duration reportAgeMax, Duration avoidFor) {
        this.time = time;
        this.reportAgeMax = reportAgeMax;
        this.avoidFor = avoidFor;
    }

    public void reported(Node node) {
        nodes.put(node.address(), node);
    }

    public void gone(String address) {
        nodes.remove(address);
    }

    /// Leaves a node alone for a moment, because it said that it takes nothing now.
    public void avoid(NodeId node) {
        avoidedUntilNanos.put(node, time.nanos() + avoidFor.toNanos());
    }

    /// The nodes that take attempts now, in a stable order.
    public List<Node> up() {
        return nodes.values().stream()
                .filter(node -> stateOf(node) == NodeState.UP)
                .sorted(Comparator.comparing(node -> node.id().value()))
                .toList();
    }

    /// How the node at an address stands.
    public NodeState state(String address) {
        return stateOf(nodes.get(address));
    }

    private NodeState stateOf(@Nullable Node node) {
        if (node == null) {
            return NodeState.GONE;
        }
        long now = time.nanos();
        if (now - node.receivedNanos() > reportAgeMax.toNanos()) {
            return NodeState.STALE;
        }
        return node.draining() || !node.meteringAvailable() || isAvoided(node.id(), now)
                ? NodeState.CLOSED
                : NodeState.UP;
    }

    private boolean isAvoided(NodeId node, long now) {
        Long until = avoidedUntilNanos.get(node);
        if (until == null) {
            return false;
        }
        if (until - now > 0) {
            return true;
        }
        avoidedUntilNanos.remove(node, until);
        return false;
    }
}
