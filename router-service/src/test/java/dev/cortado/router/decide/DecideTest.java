package dev.cortado.router.decide;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static dev.cortado.router.decide.World.ask;
import static dev.cortado.router.decide.World.load;
import static dev.cortado.router.decide.World.node;
import static dev.cortado.router.decide.World.wishes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.estimate.UtilityEstimate;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.price.PriceBook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DecideTest {

    private static final Occupancy FULL = new Occupancy(4, 4, 8, 8);
    private static final Occupancy IDLE = new Occupancy(4, 0, 0, 8);

    @Test
    void auto_whileAllThatReachesTheDefaultIsFull_takesTheBestThatCanAnswer() {
        World world = new World();
        world.up.add(node("cpu-small-1", "cpu-small", load(SMALL, IDLE), load(MEDIUM, FULL)));
        world.up.add(node("cpu-large-1", "cpu-large", load(LARGE, FULL)));

        assertEquals(List.of(SMALL), variants(chosen(world.decide(ask("auto")))));
        assertInstanceOf(
                Choice.NoNode.class,
                world.decide(wishes("auto", .6, null, null, Lane.REALTIME, Set.of())),
                "what is demanded is demanded");
    }

    @Test
    void auto_whereOnlyALesserVariantCanDoWhatIsAsked_takesIt() {
        World world = new World();
        VariantLoad able = new VariantLoad(
                SMALL, true, TokenCount.of(8_192), IDLE, TokenCount.of(20), TokenCount.of(5), null, Set.of("tools"));
        world.up.add(node("cpu-small-1", "cpu-small", able, load(MEDIUM, IDLE)));
        world.up.add(node("cpu-large-1", "cpu-large", load(LARGE, IDLE)));

        assertEquals(
                List.of(SMALL),
                variants(chosen(world.decide(wishes("auto", null, null, null, Lane.REALTIME, Set.of("tools"))))));
    }

    @Test
    void candidate_whoseSoonestNodeLacksWhatIsAsked_goesToAnotherOfItsNodes() {
        World world = new World();
        VariantLoad able = new VariantLoad(
                LARGE, true, TokenCount.of(8_192), IDLE, TokenCount.of(20), TokenCount.of(5), null, Set.of("tools"));
        world.up.add(node("cpu-large-1", "cpu-large", load(LARGE, IDLE)));
        world.up.add(node("cpu-large-2", "cpu-large", able));

        Choice.Chosen chosen = chosen(world.decide(wishes("large", null, null, null, Lane.REALTIME, Set.of("tools"))));

        assertEquals(
                new NodeId("cpu-large-2"), chosen.options().getFirst().node().id());
    }

    @Test
    void auto_judgesByWhatIsExpectedOfThisPrompt() {
        Estimates easy = new Estimates() {
            @Override
            public UtilityEstimate utility(Variant variant) {
                return variant.id().equals(SMALL)
                        ? new UtilityEstimate(.9, .8, .95, UtilityEstimate.Basis.PREDICTED)
                        : new UtilityEstimate(.3, .2, .4, UtilityEstimate.Basis.PREDICTED);
            }

            @Override
            public TokenCount completion(Variant variant) {
                return TokenCount.of(7);
            }
        };
        Choice.Chosen chosen = chosen(World.up().decide(ask("auto"), Set.of(), easy));
        assertEquals(List.of(SMALL, MEDIUM, LARGE), variants(chosen));
        assertEquals(1, chosen.sufficient());
        assertEquals(.9, chosen.options().getFirst().utility().mean());
        assertEquals(.9, considered(chosen, SMALL).utility());
        assertFalse(considered(chosen, SMALL).utilityProvisional());
        NanoUsd typical = chosen(World.up().decide(ask("small")))
                .options()
                .getFirst()
                .estimate()
                .cost();
        assertTrue(chosen.options().getFirst().estimate().cost().compareTo(typical) < 0);
    }

    @Test
    void auto_withoutWishes_takesTheCheapestThatReachesTheDefault() {
        Choice.Chosen chosen = chosen(World.up().decide(ask("auto")));

        assertEquals(List.of(MEDIUM, LARGE, SMALL), variants(chosen));
        assertEquals("below utility 0.6", excluded(chosen, SMALL));
    }

    @Test
    void auto_lowUtilityMin_takesTheCheapestOfAll() {
        Choice.Chosen chosen = chosen(World.up().decide(utility("auto", .4)));

        assertEquals(List.of(SMALL, MEDIUM, LARGE), variants(chosen));
    }

    @Test
    void auto_highUtilityMin_takesLarge() {
        assertEquals(List.of(LARGE), variants(chosen(World.up().decide(utility("auto", .8)))));
    }

    @Test
    void auto_utilityBeyondAll_saysWhatIsReachable() {
        Choice.UtilityUnreachable unreachable =
                assertInstanceOf(Choice.UtilityUnreachable.class, World.up().decide(utility("auto", .9)));

        assertEquals(.819, unreachable.reachable());
    }

    @Test
    void auto_defaultUtilityNotUpYet_takesTheBestThatIsUp() {
        World world = new World();
        world.up.add(node("cpu-small-1", "cpu-small", load(SMALL, IDLE)));

        assertEquals(List.of(SMALL), variants(chosen(world.decide(ask("auto")))));
    }

    @Test
    void auto_demandedUtilityNotUp_isNoNodeRatherThanLess() {
        World world = new World();
        world.up.add(node("cpu-small-1", "cpu-small", load(SMALL, IDLE)));

        assertInstanceOf(Choice.NoNode.class, world.decide(utility("auto", .6)));
    }

    @Test
    void auto_cheapestIsFull_takesTheNext() {
        World world = new World();
        world.up.add(node("cpu-small-1", "cpu-small", load(SMALL, IDLE), load(MEDIUM, FULL)));
        world.up.add(node("cpu-large-1", "cpu-large", load(LARGE, IDLE)));

        Choice.Chosen chosen = chosen(world.decide(ask("auto")));

        assertEquals(List.of(LARGE, SMALL), variants(chosen));
        assertEquals("every node full", excluded(chosen, MEDIUM));
    }

    @Test
    void auto_nothingUp_isNoNode() {
        assertInstanceOf(Choice.NoNode.class, new World().decide(ask("auto")));
    }

    @Test
    void tier_named_isTakenWhateverTheDefault() {
        assertEquals(List.of(SMALL), variants(chosen(World.up().decide(ask("small")))));
    }

    @Test
    void variant_named_isTaken() {
        assertEquals(List.of(LARGE), variants(chosen(World.up().decide(ask("large-1")))));
    }

    @Test
    void tier_belowDemandedUtility_isUnreachable() {
        Choice.UtilityUnreachable unreachable =
                assertInstanceOf(Choice.UtilityUnreachable.class, World.up().decide(utility("small", .5)));

        assertEquals(.425, unreachable.reachable());
    }

    @Test
    void tier_fullNode_isNoNode() {
        World world = new World();
        world.up.add(node("cpu-small-1", "cpu-small", load(SMALL, FULL)));

        assertInstanceOf(Choice.NoNode.class, world.decide(ask("small")));
    }

    @Test
    void model_unknown_namesAllThatExist() {
        Choice.UnknownModel unknown =
                assertInstanceOf(Choice.UnknownModel.class, World.up().decide(ask("gpt-4")));

        assertEquals(List.of("auto", "small", "medium", "large", "small-1", "medium-1", "large-1"), unknown.models());
    }

    @Test
    void lane_batch_isUnsupported() {
        assertInstanceOf(
                Choice.Unsupported.class, World.up().decide(wishes("auto", null, null, null, Lane.BATCH, Set.of())));
    }

    @Test
    void capability_nobodyHas_isUnsupported() {
        Choice choice = World.up().decide(wishes("auto", null, null, null, Lane.REALTIME, Set.of("stream", "tools")));

        Choice.Unsupported unsupported = assertInstanceOf(Choice.Unsupported.class, choice);
        assertTrue(unsupported.message().endsWith("tools"));
        assertEquals(List.of("tools"), unsupported.missing());
    }

    @Test
    void capability_stream_isEverybodys() {
        chosen(World.up().decide(wishes("auto", null, null, null, Lane.REALTIME, Set.of("stream", "stop"))));
    }

    @Test
    void costMax_belowTheCheapest_saysWhatIsFeasibleAndThatIsEnough() {
        Choice.CostUnreachable unreachable =
                assertInstanceOf(Choice.CostUnreachable.class, World.up().decide(cost("auto", NanoUsd.of(1))));

        Choice.Chosen chosen = chosen(World.up().decide(cost("auto", unreachable.feasible())));
        assertEquals(List.of(MEDIUM, SMALL), variants(chosen));
        assertInstanceOf(
                Choice.CostUnreachable.class,
                World.up().decide(cost("auto", unreachable.feasible().minus(NanoUsd.of(1)))));
    }

    @Test
    void costMax_isTheMostThatIsHeld() {
        Choice.Chosen chosen = chosen(World.up().decide(cost("medium", NanoUsd.of(150_000))));

        assertEquals(
                NanoUsd.of(150_000),
                chosen.options().getFirst().estimate().hold().want());
    }

    @Test
    void price_missing_isSaid() {
        World world = World.up();
        world.prices = new PriceBook(new PriceVersion("empty"), Instant.EPOCH, List.of());

        assertInstanceOf(Choice.UnknownPrice.class, world.decide(ask("auto")));
    }

    @Test
    void latencyMax_excludesTheSlow() {
        // 200 tokens take large 12.4 s, medium 5.9 s and small .8 s at the catalogue's rates.
        Wishes hurried = wishes("auto", .4, null, Duration.ofSeconds(3), Lane.REALTIME, Set.of());

        Choice.Chosen chosen = chosen(World.up().decide(hurried));

        assertEquals(List.of(SMALL), variants(chosen));
        assertEquals("slower than the latency limit", excluded(chosen, LARGE));
    }

    @Test
    void latencyMax_beyondAll_isUnreachable() {
        Wishes hurried = wishes("auto", null, null, Duration.ofMillis(100), Lane.REALTIME, Set.of());

        assertInstanceOf(Choice.LatencyUnreachable.class, World.up().decide(hurried));
    }

    @Test
    void nodes_severalInAPool_theSoonestIsTaken() {
        World world = World.up();
        world.up.addFirst(node("cpu-small-0", "cpu-small", load(MEDIUM, new Occupancy(4, 4, 3, 8))));

        assertEquals(
                new NodeId("cpu-small-1"),
                chosen(world.decide(ask("auto"))).options().getFirst().node().id());
    }

    @Test
    void failed_nodeAndVariant_isNotTriedAgain() {
        Choice choice =
                World.up().decide(ask("auto"), Set.of(new Candidates.Failed(new NodeId("cpu-small-1"), MEDIUM)));

        assertEquals(List.of(LARGE, SMALL), variants(chosen(choice)));
    }

    @Test
    void estimate_promptBound_isBytesPlusTemplate() {
        assertEquals(
                TokenCount.of(400 + 20 + 5),
                chosen(World.up().decide(ask("small")))
                        .options()
                        .getFirst()
                        .estimate()
                        .promptAtMost());
    }

    @Test
    void estimate_promptBound_neverPassesTheContext() {
        Wishes huge = new Wishes(
                "small", Lane.REALTIME, 1_000_000, 3, TokenCount.of(100_000), false, null, null, null, Set.of());

        Estimate estimate = chosen(World.up().decide(huge)).options().getFirst().estimate();

        assertEquals(TokenCount.of(8_192), estimate.promptAtMost());
        assertEquals(TokenCount.of(2 * 8_192), estimate.hold().tokens());
    }

    @Test
    void estimate_minimum_paysForTheTemplateAndOneTokenOrAllThatTheClientNamed() {
        // small: .02 and .08 USD per million: 20 and 80 nano-USD a token.
        Estimate open =
                chosen(World.up().decide(ask("small"))).options().getFirst().estimate();
        Wishes named = new Wishes("small", Lane.REALTIME, 400, 1, TokenCount.of(100), true, null, null, null, Set.of());
        Estimate fixed = chosen(World.up().decide(named)).options().getFirst().estimate();

        assertEquals(NanoUsd.of(20 * 20 + 80), open.hold().minimum());
        assertEquals(NanoUsd.of(425 * 20 + 1_024 * 80), open.hold().want());
        assertEquals(NanoUsd.of(20 * 20 + 100 * 80), fixed.hold().minimum());
    }

    @Test
    void estimate_choices_payTheirCompletionsAndOnePrompt() {
        Wishes three =
                new Wishes("small", Lane.REALTIME, 400, 1, TokenCount.of(100), true, null, null, null, Set.of(), 3, 0);

        Estimate estimate =
                chosen(World.up().decide(three)).options().getFirst().estimate();

        assertEquals(NanoUsd.of(425 * 20 + 300 * 80), estimate.hold().want());
        assertEquals(NanoUsd.of(20 * 20 + 300 * 80), estimate.hold().minimum());
        assertEquals(TokenCount.of(425 + 300), estimate.hold().tokens());
        assertEquals(TokenCount.of(300), three.completionTotal());
    }

    @Test
    void decide_moreChoicesThanANodeHasSlots_isUnsupportedByName() {
        Wishes many = new Wishes(
                "small", Lane.REALTIME, 400, 1, TokenCount.of(100), true, null, null, null, Set.of(), 1_000, 0);

        Choice.Unsupported none =
                assertInstanceOf(Choice.Unsupported.class, World.up().decide(many));

        assertTrue(none.message().endsWith("capable of n"), none.message());
    }

    @Test
    void templateTokens_tools_addTheirsToTheBound() {
        VariantLoad load = new VariantLoad(
                SMALL,
                true,
                TokenCount.of(8_192),
                new Occupancy(1, 0, 0, 0),
                TokenCount.of(20),
                TokenCount.of(5),
                TokenCount.of(100),
                TokenCount.of(30),
                null,
                Set.of());

        assertEquals(20 + 2 * 5, load.templateTokens(2, 0));
        assertEquals(20 + 2 * 5 + 100 + 3 * 30, load.templateTokens(2, 3));
    }

    @Test
    void completionSurely_isWhatTheHoldPaysForBeyondTheBound() {
        Option option = chosen(World.up().decide(ask("small"))).options().getFirst();

        assertEquals(
                TokenCount.of(10),
                Estimate.completionSurely(
                        option.prices(),
                        NanoUsd.of(425 * 20 + 10 * 80 + 79),
                        TokenCount.of(425),
                        TokenCount.of(1_024)));
    }

    private static Wishes utility(String model, double utilityMin) {
        return wishes(model, utilityMin, null, null, Lane.REALTIME, Set.of());
    }

    private static Wishes cost(String model, NanoUsd costMax) {
        return wishes(model, null, costMax, null, Lane.REALTIME, Set.of());
    }

    private static Choice.Chosen chosen(Choice choice) {
        return assertInstanceOf(Choice.Chosen.class, choice);
    }

    private static List<VariantId> variants(Choice.Chosen chosen) {
        return chosen.options().stream().map(option -> option.variant().id()).toList();
    }

    private static String excluded(Choice.Chosen chosen, VariantId variant) {
        return considered(chosen, variant).excludedBecause();
    }

    private static Considered considered(Choice.Chosen chosen, VariantId variant) {
        return chosen.considered().stream()
                .filter(candidate -> candidate.variant().equals(variant))
                .findFirst()
                .orElseThrow();
    }
}
