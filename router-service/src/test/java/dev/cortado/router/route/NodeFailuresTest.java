package dev.cortado.router.route;

import static dev.cortado.router.decide.World.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decide.World;
import dev.cortado.router.decision.Finish;
import dev.cortado.router.decision.RefusedBecause;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.fleet.Occupancy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// A node that fails what is placed on it, beside another that serves the same variant.
class NodeFailuresTest {

    private static final TokenUse.Metered NONE = new TokenUse.Metered(0, TokenUse.Counter.ENGINE);
    private static final TokenUse USE = new TokenUse(NONE, NONE, NONE, NONE);
    private static final int FAILURES = Rig.HEALTH.failuresInRow();

    private final Rig rig = new Rig();
    private final NodeId first;

    NodeFailuresTest() {
        rig.world.up.add(World.node("cpu-small-2", "cpu-small", World.load(SMALL, new Occupancy(4, 0, 0, 8))));
        rig.report();
        first = nodeOf(route());
    }

    @Test
    void unreachableNode_isLeftOutForATime() {
        end(FAILURES, placement -> rig.settling.unused(placement.key(), true));

        assertNotEquals(first, nodeOf(route()));
        rig.time.pass(Duration.ofSeconds(2));
        rig.report();
        Placement probe = route();
        assertEquals(first, nodeOf(probe));
        assertNotEquals(first, nodeOf(route()), "one probe at a time");
        rig.settling.settle(receipt(probe, Finish.STOP));
        assertEquals(first, nodeOf(route()));
    }

    @Test
    void nodeThatWentAway_isLeftOut() {
        end(FAILURES, placement -> rig.settling.unheard(placement.key(), true));

        assertNotEquals(first, nodeOf(route()));
    }

    @Test
    void engineErrors_leaveTheNodeOut() {
        end(FAILURES, placement -> rig.settling.settle(receipt(placement, Finish.ERROR)));

        assertNotEquals(first, nodeOf(route()));
    }

    @Test
    void sameReceiptTwice_countsOnce() {
        end(FAILURES - 1, placement -> {
            rig.settling.settle(receipt(placement, Finish.ERROR));
            rig.settling.settle(receipt(placement, Finish.ERROR));
        });

        assertEquals(first, nodeOf(route()));
    }

    @Test
    void cancelledRefusedAndUnheardAttempts_sayNothingOfTheNode() {
        end(FAILURES, placement -> rig.settling.settle(receipt(placement, Finish.CANCELLED)));
        end(FAILURES, placement -> rig.settling.unused(placement.key(), false));
        end(FAILURES, placement -> rig.settling.unheard(placement.key(), false));
        end(
                FAILURES,
                placement -> rig.settling.settle(new Word.Refusal(
                        placement.key(),
                        nodeOf(placement),
                        placement.option().node().incarnation(),
                        RefusedBecause.CONTEXT_TOO_LONG)));

        assertEquals(first, nodeOf(route()));
    }

    private void end(int times, Consumer<Placement> how) {
        for (int i = 0; i < times; i++) {
            Placement placement = route();
            assertEquals(first, nodeOf(placement));
            how.accept(placement);
        }
    }

    private Placement route() {
        Wishes wishes = new Wishes("small", Lane.REALTIME, 40, 1, TokenCount.of(10), true, null, null, null, Set.of());
        return assertInstanceOf(RouteOutcome.Routed.class, rig.route(wishes)).placement();
    }

    private static NodeId nodeOf(Placement placement) {
        return placement.option().node().id();
    }

    private static Word.Receipt receipt(Placement placement, Finish finish) {
        Map<LeaseId, Long> charged = new HashMap<>();
        placement.holds().forEach(held -> charged.put(held.lease(), 0L));
        return new Word.Receipt(
                placement.key(),
                nodeOf(placement),
                placement.option().node().incarnation(),
                NanoUsd.ZERO,
                charged,
                USE,
                finish);
    }
}
