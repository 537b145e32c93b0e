package dev.cortado.router.decide;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static dev.cortado.router.decide.World.wishes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.VariantLoad;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each refusal names a candidate, and what to send to get it; sending that does get it.
class ContradictoryWishesTest {

    private static final Set<String> TOOLS = Set.of("tools");
    private static final Occupancy IDLE = new Occupancy(4, 0, 0, 8);
    private static final NanoUsd FOR_MEDIUM = NanoUsd.of(150_000);

    @Test
    void utilityAboveAll_nearestIsTheMostUseful() {
        Wishes wishes = ask("auto", .9, null, null);

        Choice.UtilityUnreachable none = assertInstanceOf(Choice.UtilityUnreachable.class, decide(wishes));

        assertEquals(.819, none.reachable());
        assertGets(LARGE, wishes, none.nearest());
    }

    @Test
    void costBelowTheCheapest_nearestIsTheCheapest() {
        Wishes wishes = ask("small", null, NanoUsd.of(1), null);

        Choice.CostUnreachable none = assertInstanceOf(Choice.CostUnreachable.class, decide(wishes));

        assertEquals(none.feasible(), assertGets(SMALL, wishes, none.nearest()).sendCostMax());
    }

    @Test
    void costBelowWhatReachesTheDefault_nearestIsCheaperAndSaysSo() {
        Wishes wishes = ask("auto", null, NanoUsd.of(60_000), null);

        Choice.CostUnreachable none = assertInstanceOf(Choice.CostUnreachable.class, decide(wishes));

        assertEquals(.425, assertGets(SMALL, wishes, none.nearest()).sendUtilityMin());
    }

    @Test
    void utilityAndCost_feasibleApartButNotTogether_nearestGivesTheLeastWay() {
        Wishes wishes = ask("auto", .8, FOR_MEDIUM, null);

        Choice.CostUnreachable none = assertInstanceOf(Choice.CostUnreachable.class, decide(wishes));

        assertEquals(.678, none.reachable());
        assertTrue(none.feasible().compareTo(FOR_MEDIUM) > 0);
        Nearest nearest = assertGets(MEDIUM, wishes, none.nearest());
        assertEquals(.678, nearest.sendUtilityMin());
        assertNull(nearest.sendCostMax());
    }

    @Test
    void utilityAboveAllAndCostBelowAll_nearestChangesBoth() {
        Wishes wishes = ask("auto", .95, NanoUsd.of(10), null);

        Choice.UtilityUnreachable none = assertInstanceOf(Choice.UtilityUnreachable.class, decide(wishes));

        Nearest nearest = assertNotNullNearest(none.nearest());
        assertNotNull(nearest.sendUtilityMin());
        assertNotNull(nearest.sendCostMax());
        assertGets(nearest.variant(), wishes, nearest);
    }

    @Test
    void latencyBelowTheFastest_isSaid_andTheNearestAnswersInThatTime() {
        Wishes wishes = ask("auto", .4, null, Duration.ofMillis(700));

        Choice.LatencyUnreachable none = assertInstanceOf(Choice.LatencyUnreachable.class, decide(wishes));

        assertTrue(none.feasible().compareTo(Duration.ofMillis(700)) > 0);
        assertGets(SMALL, wishes, none.nearest());
    }

    @Test
    void latencyThatOnlyTheLessUsefulMeets_nearestIsThat() {
        Wishes wishes = ask("auto", .8, null, Duration.ofSeconds(7));

        Choice.LatencyUnreachable none = assertInstanceOf(Choice.LatencyUnreachable.class, decide(wishes));

        assertEquals(.678, assertGets(MEDIUM, wishes, none.nearest()).sendUtilityMin());
    }

    @Test
    void reachable_isReachedWhileTheOtherWishesStay() {
        World world = withTools();
        Wishes withTools = wishes("auto", .9, null, null, Lane.REALTIME, TOOLS);
        Choice.UtilityUnreachable none = assertInstanceOf(Choice.UtilityUnreachable.class, world.decide(withTools));
        assertEquals(.678, none.reachable(), "the large one has no tools");
        assertInstanceOf(
                Choice.Chosen.class, world.decide(wishes("auto", none.reachable(), null, null, Lane.REALTIME, TOOLS)));

        Duration soon = Duration.ofSeconds(7);
        Choice.UtilityUnreachable hasty =
                assertInstanceOf(Choice.UtilityUnreachable.class, decide(ask("auto", .9, null, soon)));
        assertEquals(.678, hasty.reachable(), "the large one takes longer");
        assertInstanceOf(Choice.Chosen.class, decide(ask("auto", hasty.reachable(), null, soon)));
    }

    @Test
    void feasible_isFeasibleWhileTheOtherWishesStay() {
        World world = withTools();
        Choice.CostUnreachable dear = assertInstanceOf(
                Choice.CostUnreachable.class,
                world.decide(wishes("auto", .4, NanoUsd.of(10), null, Lane.REALTIME, TOOLS)));
        assertInstanceOf(
                Choice.Chosen.class, world.decide(wishes("auto", .4, dear.feasible(), null, Lane.REALTIME, TOOLS)));

        Choice.LatencyUnreachable slow = assertInstanceOf(
                Choice.LatencyUnreachable.class,
                world.decide(wishes("auto", .4, null, Duration.ofMillis(1), Lane.REALTIME, TOOLS)));
        assertInstanceOf(
                Choice.Chosen.class, world.decide(wishes("auto", .4, null, slow.feasible(), Lane.REALTIME, TOOLS)));
    }

    /// The medium variant alone can call tools.
    private static World withTools() {
        VariantLoad medium = World.load(MEDIUM, IDLE);
        World world = new World();
        world.up.add(World.node(
                "cpu-small-1",
                "cpu-small",
                World.load(SMALL, IDLE),
                new VariantLoad(
                        medium.variant(),
                        medium.ready(),
                        medium.context(),
                        medium.occupancy(),
                        medium.templateFixed(),
                        medium.templatePerMessage(),
                        null,
                        TOOLS)));
        world.up.add(World.node("cpu-large-1", "cpu-large", World.load(LARGE, IDLE)));
        return world;
    }

    @Test
    void nothingUp_namesNoNearest() {
        Choice.UtilityUnreachable none =
                assertInstanceOf(Choice.UtilityUnreachable.class, new World().decide(ask("auto", .9, null, null)));

        assertNull(none.nearest());
    }

    private static Nearest assertNotNullNearest(@Nullable Nearest nearest) {
        assertNotNull(nearest);
        return nearest;
    }

    private static Nearest assertGets(VariantId expected, Wishes wishes, @Nullable Nearest named) {
        Nearest nearest = assertNotNullNearest(named);
        assertEquals(expected, nearest.variant());
        Double utility = nearest.sendUtilityMin();
        NanoUsd cost = nearest.sendCostMax();
        Duration latency = nearest.sendLatencyMax();
        Wishes instead = ask(
                wishes.model(),
                utility == null ? wishes.utilityMin() : utility,
                cost == null ? wishes.costMax() : cost,
                latency == null ? wishes.latencyMax() : latency);
        Choice.Chosen chosen = assertInstanceOf(Choice.Chosen.class, decide(instead));
        assertTrue(chosen.options().stream()
                .anyMatch(option -> option.variant().id().equals(expected)));
        return nearest;
    }

    private static Choice decide(Wishes wishes) {
        return World.up().decide(wishes);
    }

    private static Wishes ask(
            String model, @Nullable Double utilityMin, @Nullable NanoUsd costMax, @Nullable Duration latencyMax) {
        return wishes(model, utilityMin, costMax, latencyMax, Lane.REALTIME, Set.of());
    }
}
