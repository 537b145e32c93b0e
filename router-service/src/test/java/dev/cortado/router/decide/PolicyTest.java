package dev.cortado.router.decide;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static dev.cortado.router.decide.World.ask;
import static dev.cortado.router.decide.World.load;
import static dev.cortado.router.decide.World.node;
import static dev.cortado.router.decide.World.wishes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Pool;
import dev.cortado.router.estimate.CatalogueEstimates;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.hold.BudgetView;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// For [World#ask], small likely costs 18 µUSD, medium 111 and large 220: a step from small to medium brings .0027
/// utility a µUSD, one from medium to large .0013, the whole way .0020.
class PolicyTest {

    private static final Occupancy IDLE = new Occupancy(4, 0, 0, 8);

    @Test
    void default_ofAuto_isTheKnee_ofAUtility_theCheapest_ofAName_theName() {
        assertInstanceOf(
                Policy.Knee.class, chosen(ask("auto"), World.TERMS).grounds().policy());
        assertInstanceOf(
                Policy.CheapestSufficient.class,
                chosen(wishes("auto", .7, null, null, Lane.REALTIME, Set.of()), World.TERMS)
                        .grounds()
                        .policy());
        assertInstanceOf(
                Policy.Fixed.class, chosen(ask("small"), World.TERMS).grounds().policy());
    }

    @Test
    void knee_withoutAnExchangeRate_stopsAtTheTablesOwnKnee() {
        Choice.Chosen chosen = chosen(ask("auto"), World.TERMS);

        assertEquals(List.of(MEDIUM, LARGE, SMALL), variants(chosen));
        assertEquals(2, chosen.sufficient(), "the small one is for where money suffices for no other");
        Considered small = chosen.considered().stream()
                .filter(each -> each.variant().equals(SMALL))
                .findFirst()
                .orElseThrow();
        assertEquals(3, small.place());
        assertEquals("below utility 0.6", small.excludedBecause());
        StopRate rate =
                assertInstanceOf(Policy.Knee.class, chosen.grounds().policy()).rate();
        assertEquals(StopRate.Source.TABLE, rate.source());
        assertEquals(1_950, rate.utilityPerUsd(), 50);
    }

    @Test
    void knee_utilityWorthALot_climbsToLarge_thenWhatIsLeft() {
        assertEquals(List.of(LARGE, MEDIUM, SMALL), variants(chosen(ask("auto"), worth(".001"))));
    }

    @Test
    void knee_utilityWorthLittle_staysAtTheCheapestAboveTheFloor() {
        assertEquals(List.of(MEDIUM, LARGE, SMALL), variants(chosen(ask("auto"), worth(".0001"))));
        assertEquals(List.of(SMALL, MEDIUM, LARGE), variants(chosen(knee(utility("auto", .1)), worth(".0001"))));
    }

    @Test
    void knee_moneyIsShort_fallsBelowTheDefaultUtility_butNotBelowTheDemanded() {
        Terms shortOfMoney = new Terms(new BudgetView.Unlimited(), 5_000, null);

        Choice.Chosen chosen = chosen(ask("auto"), shortOfMoney);
        assertEquals(List.of(SMALL, MEDIUM, LARGE), variants(chosen));
        assertEquals(
                StopRate.Source.SHADOW_PRICE,
                assertInstanceOf(Policy.Knee.class, chosen.grounds().policy())
                        .rate()
                        .source());
        assertEquals(Floor.Source.NONE, chosen.grounds().policy().floor().source());
        assertEquals(List.of(MEDIUM, LARGE), variants(chosen(knee(utility("auto", .6)), shortOfMoney)));
    }

    @Test
    void knee_shadowPriceBelowTheExchangeRate_changesNothing() {
        Terms terms = new Terms(new BudgetView.Unlimited(), 100, new ExchangeRate(NanoUsd.ofUsd(".001")));

        assertEquals(List.of(LARGE, MEDIUM, SMALL), variants(chosen(ask("auto"), terms)));
    }

    @Test
    void knee_whatReachesTheDefaultIsDown_theBestThatIsUpAnswers() {
        World world = new World();
        world.up.add(node("cpu-small-1", "cpu-small", load(SMALL, IDLE)));

        Choice.Chosen chosen = assertInstanceOf(Choice.Chosen.class, world.decide(ask("auto")));

        assertEquals(
                new Floor(.425, Floor.Source.BEST_UP), chosen.grounds().policy().floor());
    }

    @Test
    void knee_nothingReachesTheDefault_paysOnlyWhatPays() {
        Choice choice = new Decide(new PolicyDefaults(.95, Policy.Name.KNEE, 0))
                .decide(
                        ask("auto"),
                        table(World.up().catalogue),
                        World.up().catalogue,
                        candidates(World.up(), ask("auto")),
                        World.TERMS);

        assertEquals(
                MEDIUM, variants(assertInstanceOf(Choice.Chosen.class, choice)).getFirst());
    }

    @Test
    void bestWithinCost_takesTheMostUsefulBelowTheCeiling() {
        Wishes rich = wishes("auto", null, NanoUsd.of(10_000_000), null, Lane.REALTIME, Set.of());
        Wishes poor = wishes("auto", null, NanoUsd.of(150_000), null, Lane.REALTIME, Set.of());

        assertEquals(
                List.of(LARGE, MEDIUM, SMALL), variants(chosen(rich.with(Policy.Name.BEST_WITHIN_COST), World.TERMS)));
        assertEquals(
                MEDIUM,
                variants(chosen(poor.with(Policy.Name.BEST_WITHIN_COST), World.TERMS))
                        .getFirst());
    }

    @Test
    void bestWithinCost_belowWhatTheDefaultCosts_isTheBestThatItBuys() {
        NanoUsd small = chosen(ask("small"), World.TERMS)
                .options()
                .getFirst()
                .estimate()
                .costSufficient();
        Wishes poor = wishes("auto", null, small, null, Lane.REALTIME, Set.of());

        assertEquals(List.of(SMALL), variants(chosen(poor.with(Policy.Name.BEST_WITHIN_COST), World.TERMS)));
    }

    @Test
    void bestWithinCost_withoutACeiling_prefersWhatTheBudgetSurelyPays() {
        NanoUsd medium = chosen(ask("medium"), World.TERMS)
                .options()
                .getFirst()
                .estimate()
                .hold()
                .want();
        Terms almostSpent = new Terms(
                new BudgetView.Limited(medium, NanoUsd.of(1_000_000_000), Instant.MAX, Instant.EPOCH), 0, null);

        assertEquals(
                List.of(MEDIUM, LARGE, SMALL),
                variants(chosen(ask("auto").with(Policy.Name.BEST_WITHIN_COST), almostSpent)));
    }

    @Test
    void fixed_withAuto_isNoWish() {
        Wishes auto = ask("auto");

        assertThrows(IllegalArgumentException.class, () -> auto.with(Policy.Name.FIXED));
        assertThrows(IllegalArgumentException.class, () -> new PolicyDefaults(.6, Policy.Name.FIXED, 0));
    }

    @Test
    void name_unknown_listsAll() {
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class, () -> Policy.Name.of("best"));

        String message = String.valueOf(wrong.getMessage());
        assertTrue(message.contains("cheapest-sufficient, knee, best-within-cost, fixed"), message);
        assertEquals(Policy.Name.BEST_WITHIN_COST, Policy.Name.of("best-within-cost"));
    }

    @Test
    void congestion_ofTwoPoolsAtOnePrice_theIdleOneIsTaken() {
        World world = new World();
        world.up.add(node("a-1", "a", load(MEDIUM, new Occupancy(4, 2, 0, 8))));
        world.up.add(node("b-1", "b", load(MEDIUM, IDLE)));
        Catalogue catalogue = new Catalogue(world.catalogue.variants(), List.of(pool("a"), pool("b")), Instant.EPOCH);

        assertEquals("b-1", first(world, catalogue, .1));
        assertEquals("a-1", first(world, catalogue, 0));
    }

    private static String first(World world, Catalogue catalogue, double congestion) {
        Wishes medium = ask("medium");
        List<Candidate> candidates =
                Candidates.of(catalogue, world.prices, world.up, medium, TenantRule.NONE, Tried.NOTHING);
        Choice choice = new Decide(new PolicyDefaults(.6, Policy.Name.KNEE, congestion))
                .decide(medium, table(catalogue), catalogue, candidates, World.TERMS);
        return assertInstanceOf(Choice.Chosen.class, choice)
                .options()
                .getFirst()
                .node()
                .id()
                .value();
    }

    private static Estimates table(Catalogue catalogue) {
        return new CatalogueEstimates("", catalogue);
    }

    private static Pool pool(String id) {
        return new Pool(new PoolId(id), Set.of(Lane.REALTIME), List.of(MEDIUM));
    }

    private static List<Candidate> candidates(World world, Wishes wishes) {
        return Candidates.of(world.catalogue, world.prices, world.up, wishes, TenantRule.NONE, Tried.NOTHING);
    }

    private static Terms worth(String usdPerUtility) {
        return new Terms(new BudgetView.Unlimited(), 0, new ExchangeRate(NanoUsd.ofUsd(usdPerUtility)));
    }

    private static Wishes knee(Wishes wishes) {
        return wishes.with(Policy.Name.KNEE);
    }

    private static Wishes utility(String model, double utilityMin) {
        return wishes(model, utilityMin, null, null, Lane.REALTIME, Set.of());
    }

    private static Choice.Chosen chosen(Wishes wishes, Terms terms) {
        return assertInstanceOf(Choice.Chosen.class, World.up().decide(wishes, terms));
    }

    private static List<VariantId> variants(Choice.Chosen chosen) {
        return chosen.options().stream().map(option -> option.variant().id()).toList();
    }
}
