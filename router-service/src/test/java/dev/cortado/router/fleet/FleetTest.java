package dev.cortado.router.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.fake.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final String ADDRESS = "127.0.0.1:27406";

    private final VirtualTime time = new VirtualTime();
    private final Fleet fleet = new Fleet(time, Duration.ofSeconds(3), Duration.ofSeconds(1));

    @Test
    void up_reportOlderThanAllowed_isStale() {
        fleet.reported(node("a", false, true));
        time.pass(Duration.ofSeconds(3));
        assertEquals(1, fleet.up().size());
        time.pass(Duration.ofNanos(1));

        assertTrue(fleet.up().isEmpty());
        assertEquals(NodeState.STALE, fleet.state(ADDRESS));
    }

    @Test
    void up_streamEnded_isGoneAtOnce() {
        fleet.reported(node("a", false, true));
        fleet.gone(ADDRESS);

        assertTrue(fleet.up().isEmpty());
        assertEquals(NodeState.GONE, fleet.state(ADDRESS));
    }

    @Test
    void up_incarnationChanged_isTheNewOne() {
        fleet.reported(node("a", false, true));
        fleet.reported(node("b", false, true));

        assertEquals(
                List.of(new NodeIncarnation("b")),
                fleet.up().stream().map(Node::incarnation).toList());
    }

    @Test
    void up_drainingOrWithoutMetering_isClosed() {
        fleet.reported(node("a", true, true));
        assertEquals(NodeState.CLOSED, fleet.state(ADDRESS));
        fleet.reported(node("a", false, false));
        assertEquals(NodeState.CLOSED, fleet.state(ADDRESS));
        assertTrue(fleet.up().isEmpty());
    }

    @Test
    void avoid_closesTheNodeForAMoment() {
        fleet.reported(node("a", false, true));
        fleet.avoid(new NodeId("node-1"));
        time.pass(Duration.ofMillis(999));
        assertEquals(NodeState.CLOSED, fleet.state(ADDRESS));
        time.pass(Duration.ofMillis(1));

        assertEquals(NodeState.UP, fleet.state(ADDRESS));
    }

    private Node node(String incarnation, boolean draining, boolean metering) {
        return new Node(
                new NodeId("node-1"),
                new NodeIncarnation(incarnation),
                ADDRESS,
                new PoolId("pool"),
                Set.of(Lane.REALTIME),
                List.of(),
                draining,
                metering,
                time.nanos());
    }
}
