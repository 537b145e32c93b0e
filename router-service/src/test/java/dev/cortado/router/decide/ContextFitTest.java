package dev.cortado.router.decide;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static dev.cortado.router.decide.World.ask;
import static dev.cortado.router.decide.World.load;
import static dev.cortado.router.decide.World.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.ContextFit.Outlook;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.VariantLoad;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Prompts that do not fit: what is left out, what is only put behind, and what the client is told.
class ContextFitTest {

    private static final Occupancy IDLE = new Occupancy(4, 0, 0, 8);
    private static final Occupancy FULL = new Occupancy(4, 4, 8, 8);

    /// At least 15,625 tokens.
    private static final long TWO_MEGABYTES = 2_000_000;

    /// Likely 10,025 tokens, and 200 of an answer; at least 313.
    private static final long FORTY_KILOBYTES = 40_000;

    @Test
    void fit_isJudgedByTheBoundOfTheBytes_andByWhatIsLikely() {
        assertEquals(Outlook.TOO_LONG, fit(100, 100 * 128, 101));
        assertEquals(Outlook.UNLIKELY, fit(101, 100 * 128, 102));
        assertEquals(Outlook.LIKELY, fit(101, 100 * 128, 101));
        assertEquals(Outlook.TOO_LONG, fit(101, 100 * 128 + 1, 101), "a byte more is a token more");
    }

    @Test
    void fit_withoutAKnownLimit_isLikely() {
        assertEquals(Outlook.LIKELY, fit(0, TWO_MEGABYTES, 500_000));
    }

    @Test
    void fit_afterARefusal_needsALongerContext_andMoreThanTheVariantCounted() {
        Overlong overlong = refused("node", MEDIUM, 9_000, 8_192);

        assertEquals(Outlook.TOO_LONG, outlook(LARGE, 8_192, overlong));
        assertEquals(Outlook.LIKELY, outlook(LARGE, 8_193, overlong));
        assertEquals(Outlook.TOO_LONG, outlook(MEDIUM, 9_000, overlong));
        assertEquals(Outlook.LIKELY, outlook(MEDIUM, 9_001, overlong));
    }

    @Test
    void auto_whoseBestContextsAreSurelyTooShort_takesALesserVariantWithALongerOne() {
        Choice.Chosen chosen = chosen(world(32_768, 8_192, 8_192).decide(ask("auto", null, TWO_MEGABYTES)));

        assertEquals(List.of(SMALL), variants(chosen));
        Considered medium = considered(chosen, MEDIUM);
        assertEquals("a context of 8192 tokens is too short for a prompt of at least 15625", medium.excludedBecause());
        assertEquals(0, medium.place());
        Standing standing = medium.standing();
        assertNotNull(standing);
        assertEquals(Obstacle.UNABLE, standing.obstacle());
    }

    @Test
    void auto_tooLongForEvery_namesTheLongestContextOfAll() {
        Choice.ContextTooLong none = tooLong(world(32_768, 4_096, 8_192).decide(ask("auto", null, 4 * TWO_MEGABYTES)));

        assertEquals(TokenCount.of(62_500), none.promptAtLeast());
        assertEquals(TokenCount.of(32_768), none.contextMax(), "the default utility is only a preference");
    }

    @Test
    void demandedUtility_namesTheLongestContextOfWhatReachesIt() {
        Choice.ContextTooLong none = tooLong(world(32_768, 4_096, 8_192).decide(ask("auto", .6, TWO_MEGABYTES)));

        assertEquals(TokenCount.of(8_192), none.contextMax());
    }

    @Test
    void contextThatIsLikelyTooShort_isAFallback() {
        Wishes wishes = ask("auto", .6, FORTY_KILOBYTES);

        assertEquals(
                List.of(MEDIUM, LARGE),
                variants(chosen(world(8_192, 8_192, 8_192).decide(wishes))));
        assertEquals(
                List.of(LARGE, MEDIUM),
                variants(chosen(world(8_192, 8_192, 32_768).decide(wishes))));
    }

    @Test
    void contextWithoutAKnownLimit_takesAnyPrompt_andIsHeldForInFull() {
        World world = world(8_192, 0, 8_192);

        Choice.Chosen chosen = chosen(world.decide(ask("auto", .6, TWO_MEGABYTES)));

        assertEquals(List.of(MEDIUM), variants(chosen));
        Estimate estimate = chosen.options().getFirst().estimate();
        assertEquals(TokenCount.of(TWO_MEGABYTES + 25), estimate.promptAtMost());
        assertEquals(TokenCount.of(TWO_MEGABYTES + 25 + 1_024), estimate.hold().tokens());
    }

    @Test
    void longerContextThatIsDownOrFull_isNoNodeRatherThanTooLong() {
        World down = new World();
        down.up.add(node("cpu-small-1", "cpu-small", load(SMALL, IDLE, 4_096), load(MEDIUM, IDLE, 4_096)));
        World full = world(4_096, 4_096, 8_192);
        full.up.set(1, node("cpu-large-1", "cpu-large", load(LARGE, FULL)));
        // At least 4,688 tokens; large has 8,192 in the catalogue.
        Wishes wishes = ask("auto", null, 600_000);

        assertInstanceOf(Choice.NoNode.class, down.decide(wishes));
        assertInstanceOf(Choice.NoNode.class, full.decide(wishes));
    }

    @Test
    void poolOfSeveralContexts_goesToTheNodeThatLikelyHasRoom() {
        World world = new World();
        world.up.add(node("cpu-large-1", "cpu-large", load(LARGE, IDLE)));
        world.up.add(node("cpu-large-2", "cpu-large", load(LARGE, new Occupancy(4, 4, 1, 8), 32_768)));

        Choice.Chosen chosen = chosen(world.decide(ask("large", null, FORTY_KILOBYTES)));

        assertEquals(
                new NodeId("cpu-large-2"), chosen.options().getFirst().node().id());
    }

    @Test
    void poolOfSeveralContexts_whoseLongerOneIsTooSlow_goesToTheOneInTime() {
        World world = new World();
        world.up.add(node("cpu-large-1", "cpu-large", load(LARGE, IDLE)));
        Duration inTime = chosen(world.decide(ask("large", null, FORTY_KILOBYTES)))
                .options()
                .getFirst()
                .estimate()
                .latency();
        world.up.add(node("cpu-large-2", "cpu-large", load(LARGE, new Occupancy(4, 4, 1, 8), 32_768)));
        Wishes wishes = new Wishes(
                "large", Lane.REALTIME, FORTY_KILOBYTES, 1, TokenCount.of(1_024), false, null, null, inTime, Set.of());

        assertEquals(
                new NodeId("cpu-large-1"),
                chosen(world.decide(wishes)).options().getFirst().node().id());
    }

    @Test
    void poolOfSeveralContexts_whoseLongerOneMayCostTooMuch_goesToTheOneBelowTheCeiling() {
        World world = new World();
        world.up.add(node("cpu-large-1", "cpu-large", load(LARGE, IDLE)));
        NanoUsd ceiling = chosen(world.decide(ask("large", null, FORTY_KILOBYTES)))
                .options()
                .getFirst()
                .estimate()
                .costSufficient();
        world.up.add(node("cpu-large-2", "cpu-large", load(LARGE, IDLE, 32_768)));
        Wishes wishes = new Wishes(
                "large", Lane.REALTIME, FORTY_KILOBYTES, 1, TokenCount.of(1_024), false, null, ceiling, null, Set.of());

        assertEquals(
                new NodeId("cpu-large-1"),
                chosen(world.decide(wishes)).options().getFirst().node().id());
    }

    @Test
    void poolWhoseLongerNodeIsFull_isFullRatherThanTooShort() {
        World world = new World();
        world.up.add(node("cpu-large-1", "cpu-large", load(LARGE, IDLE, 4_096)));
        world.up.add(node("cpu-large-2", "cpu-large", load(LARGE, FULL)));

        assertInstanceOf(Choice.NoNode.class, world.decide(ask("large", null, 600_000)));
    }

    @Test
    void poolOfContextsThatAreAllTooShort_namesTheLongest() {
        World world = new World();
        world.up.add(node("cpu-large-1", "cpu-large", load(LARGE, IDLE, 4_096)));
        world.up.add(node("cpu-large-2", "cpu-large", load(LARGE, new Occupancy(4, 4, 1, 8))));

        assertEquals(
                TokenCount.of(8_192),
                tooLong(world.decide(ask("large", null, TWO_MEGABYTES))).contextMax());
    }

    @Test
    void onlyCapableVariant_tooLong_isSaidOfItsContext() {
        World world = world(32_768, 32_768, 8_192);
        world.up.set(1, node("cpu-large-1", "cpu-large", withTools()));
        Wishes wishes = new Wishes(
                "auto",
                Lane.REALTIME,
                TWO_MEGABYTES,
                1,
                TokenCount.of(1_024),
                false,
                null,
                null,
                null,
                Set.of("tools"));

        assertEquals(TokenCount.of(8_192), tooLong(world.decide(wishes)).contextMax());
    }

    @Test
    void ceilingBelowWhatHasRoom_saysWhatThatCosts() {
        World world = world(8_192, 8_192, 32_768);

        Choice.CostUnreachable none = assertInstanceOf(
                Choice.CostUnreachable.class,
                world.decide(ask("auto", .6, TWO_MEGABYTES).costingAtMost(NanoUsd.of(1))));

        Choice.Chosen chosen =
                chosen(world.decide(ask("auto", .6, TWO_MEGABYTES).costingAtMost(none.feasible())));
        assertEquals(List.of(LARGE), variants(chosen));
        Nearest nearest = none.nearest();
        assertNotNull(nearest);
        assertEquals(LARGE, nearest.variant(), "what cannot hold the prompt is not near");
    }

    @Test
    void refusedAsTooLong_goesToALongerContextOnly() {
        World world = world(32_768, 8_192, 8_192);

        Choice.Chosen chosen = chosen(world.decide(ask("auto"), refused("cpu-small-1", MEDIUM, 9_000, 8_192)));

        assertEquals(List.of(SMALL), variants(chosen));
        assertTrue(considered(chosen, LARGE).excludedBecause().endsWith("a prompt of at least 9000"));
        assertFalse(considered(chosen, MEDIUM).eligible());
    }

    @Test
    void refusedAsTooLong_withoutALongerContext_tellsWhatWasCounted() {
        Overlong overlong = refused("cpu-small-1", MEDIUM, 9_000, 8_192);

        assertEquals(
                new Choice.ContextTooLong(TokenCount.of(9_000), TokenCount.of(8_192)),
                World.up().decide(ask("auto"), overlong));
        assertEquals(
                new Choice.ContextTooLong(TokenCount.of(9_000), TokenCount.of(8_192)),
                world(32_768, 8_192, 32_768).decide(ask("medium-1"), overlong),
                "what is named is named");
    }

    @Test
    void refusedByABoundAlone_saysNothingOfOtherVariants() {
        Overlong overlong = refused("cpu-small-1", MEDIUM, 0, 8_192);

        assertEquals(List.of(LARGE, SMALL), variants(chosen(World.up().decide(ask("auto"), overlong))));
        assertEquals(
                new Choice.ContextTooLong(TokenCount.of(4), TokenCount.of(8_192)),
                World.up().decide(ask("medium-1"), overlong));
    }

    @Test
    void refusedForLessThanTheNodeReports_isNotTriedThereAgain() {
        Choice.Chosen chosen = chosen(World.up().decide(ask("auto"), refused("cpu-small-1", MEDIUM, 5_000, 4_096)));

        assertEquals(List.of(LARGE, SMALL), variants(chosen));
    }

    private static Outlook fit(long context, long promptBytes, long likely) {
        return ContextFit.of(SMALL, TokenCount.of(context), promptBytes, TokenCount.of(likely), Overlong.NONE)
                .outlook();
    }

    private static Outlook outlook(VariantId variant, long context, Overlong overlong) {
        return ContextFit.of(variant, TokenCount.of(context), 400, TokenCount.of(300), overlong)
                .outlook();
    }

    private static Overlong refused(String node, VariantId variant, long promptTokens, long context) {
        return new Overlong(List.of(
                new Overlong.Refusal(new NodeId(node), variant, TokenCount.of(promptTokens), TokenCount.of(context))));
    }

    /// Everything up and idle, with these contexts of small, medium and large.
    private static World world(long small, long medium, long large) {
        World world = new World();
        world.up.add(node("cpu-small-1", "cpu-small", load(SMALL, IDLE, small), load(MEDIUM, IDLE, medium)));
        world.up.add(node("cpu-large-1", "cpu-large", load(LARGE, IDLE, large)));
        return world;
    }

    private static VariantLoad withTools() {
        return new VariantLoad(
                LARGE, true, TokenCount.of(8_192), IDLE, TokenCount.of(20), TokenCount.of(5), null, Set.of("tools"));
    }

    private static Choice.Chosen chosen(Choice choice) {
        return assertInstanceOf(Choice.Chosen.class, choice);
    }

    private static Choice.ContextTooLong tooLong(Choice choice) {
        return assertInstanceOf(Choice.ContextTooLong.class, choice);
    }

    private static List<VariantId> variants(Choice.Chosen chosen) {
        return chosen.options().stream().map(option -> option.variant().id()).toList();
    }

    private static Considered considered(Choice.Chosen chosen, VariantId variant) {
        return chosen.considered().stream()
                .filter(candidate -> candidate.variant().equals(variant))
                .findFirst()
                .orElseThrow();
    }
}
