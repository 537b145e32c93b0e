package dev.cortado.router.health;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.fleet.Node;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// A circuit breaker for each life of a node, and the guard that never lets them leave out more than a share of the
/// nodes that serve a variant. A restarted node begins clean.
///
/// The guard is applied when the nodes are looked at, not when one is ejected, so that it holds whichever nodes come
/// and go: of those that are left out too many, the ones that failed least serve on.
public final class NodeHealth {

    private record Life(NodeId node, NodeIncarnation incarnation) {}

    private final Map<Life, Circuit> circuits = new ConcurrentHashMap<>();
    private final HealthLimits limits;
    private final Function<PoolId, Set<String>> labels;
    private final HealthWatcher watcher;
    private final Time time;
    /// Lives whose circuit is not closed: while there are none, looking costs nothing.
    private final Set<Life> troubled = ConcurrentHashMap.newKeySet();

    /// Of pools without labels.
    public NodeHealth(HealthLimits limits, HealthWatcher watcher, Time time) {
        this(limits, watcher, time, _ -> Set.of());
    }

    /// @param labels of a pool
    public NodeHealth(HealthLimits limits, HealthWatcher watcher, Time time, Function<PoolId, Set<String>> labels) {
        this.limits = limits;
        this.watcher = watcher;
        this.time = time;
        this.labels = labels;
    }

    /// An attempt was placed on a node.
    public void placed(NodeId node, NodeIncarnation incarnation, AttemptKey attempt) {
        Life life = new Life(node, incarnation);
        if (troubled.contains(life)) {
            circuit(life).placed(attempt, time.nanos());
        }
    }

    /// An attempt ended. To be told once of each.
    public void ended(NodeId node, NodeIncarnation incarnation, AttemptKey attempt, Verdict verdict) {
        Life life = new Life(node, incarnation);
        if (verdict == Verdict.UNDECIDED && !troubled.contains(life)) {
            return;
        }
        Circuit circuit = circuit(life);
        switch (circuit.ended(attempt, verdict, time.nanos())) {
            case Circuit.Change.None _ -> {}
            case Circuit.Change.Ejected(int failures, int attempts, Duration lasts) -> {
                troubled.add(life);
                watcher.ejected(node, failures, attempts, lasts);
            }
            case Circuit.Change.Returned _ -> {
                troubled.remove(life);
                watcher.returned(node);
            }
        }
    }

    /// Of the nodes that are up, those that attempts may be placed on, each with the variants it is not left out for.
    public List<Node> usable(List<Node> up) {
        if (troubled.isEmpty()) {
            return up;
        }
        long now = time.nanos();
        Set<Life> leftOut = new HashSet<>();
        for (Node node : up) {
            Life life = lifeOf(node);
            if (troubled.contains(life) && circuit(life).isLeftOut(now)) {
                leftOut.add(life);
            }
        }
        if (leftOut.isEmpty()) {
            return up;
        }
        Map<Served, Set<Life>> kept = kept(up, leftOut, now);
        return up.stream()
                .map(node -> leftOut.contains(lifeOf(node)) ? servingOn(node, kept) : node)
                .filter(node -> !node.variants().isEmpty())
                .toList();
    }

    /// How many lives have a circuit that is not closed.
    public int troubledCount() {
        return troubled.size();
    }

    /// What nodes can stand in for each other at. Labels and lanes bind: a node that has others is no help to all.
    private record Served(VariantId variant, Set<String> labels, Set<Lane> lanes) {}

    private Served served(Node node, VariantLoad load) {
        return new Served(load.variant(), labels.apply(node.pool()), node.lanes());
    }

    /// The lives that serve a variant on although their circuits are open, since too many are.
    private Map<Served, Set<Life>> kept(List<Node> up, Set<Life> leftOut, long now) {
        Map<Served, List<Life>> serving = new HashMap<>();
        for (Node node : up) {
            node.variants().stream()
                    .filter(VariantLoad::ready)
                    .forEach(load -> serving.computeIfAbsent(served(node, load), _ -> new ArrayList<>())
                            .add(lifeOf(node)));
        }
        Map<Served, Set<Life>> kept = new HashMap<>();
        serving.forEach((served, lives) -> {
            List<Life> out = lives.stream().filter(leftOut::contains).toList();
            int tooMany = out.size() - limits.ejectedMax(lives.size());
            if (tooMany > 0) {
                kept.put(served, Set.copyOf(leastFailing(out, now).subList(0, tooMany)));
            }
        });
        return kept;
    }

    private List<Life> leastFailing(List<Life> lives, long now) {
        Map<Life, Double> shares = new HashMap<>();
        lives.forEach(life -> shares.put(life, circuit(life).failureShare(now)));
        return lives.stream()
                .sorted(Comparator.<Life>comparingDouble(life -> shares.getOrDefault(life, 0.))
                        .thenComparing(life -> life.node().value()))
                .toList();
    }

    private Node servingOn(Node node, Map<Served, Set<Life>> kept) {
        Life life = lifeOf(node);
        return node.withVariants(node.variants().stream()
                .filter(load -> kept.getOrDefault(served(node, load), Set.of()).contains(life))
                .toList());
    }

    private Circuit circuit(Life life) {
        Circuit known = circuits.get(life);
        if (known != null) {
            return known;
        }
        forgetSilent();
        return circuits.computeIfAbsent(life, _ -> new Circuit(limits, time.nanos()));
    }

    /// A life of which nothing was heard for long is over, or has nothing left against it.
    private void forgetSilent() {
        long now = time.nanos();
        long silentMax = limits.window()
                .plus(limits.ejectedMax())
                .plus(limits.probeWithin())
                .toNanos();
        circuits.forEach((life, circuit) -> {
            if (circuit.silentNanos(now) > silentMax) {
                circuits.remove(life);
                troubled.remove(life);
            }
        });
    }

    private static Life lifeOf(Node node) {
        return new Life(node.id(), node.incarnation());
    }
}
