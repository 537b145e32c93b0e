package dev.cortado.router.decide;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.ask;
import static dev.cortado.router.decide.World.wishes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.estimate.UtilityEstimate;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.hold.BudgetView;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Answering small first: which comes before what the policy prefers.
///
/// At the demo's prices a likely answer costs the medium variant 112,500 nano-USD and the large one 222,500: the ratio
/// is .5056.
class CascadeTest {

    /// A step from the medium variant to the large one is worth its price.
    private static final Terms RICH = new Terms(new BudgetView.Unlimited(), 0, new ExchangeRate(NanoUsd.ofUsd(".001")));

    @Test
    void checkThatFindsNearlyAll_asksTheCheaperFirst_thePreferredRightBehind() {
        Choice.Chosen chosen = Cascade.smallFirst(preferringLarge(), finds(.9), (_, _) -> true);

        assertEquals(List.of(MEDIUM, LARGE), variants(chosen));
        assertEquals(1, place(chosen, MEDIUM));
        assertEquals(2, place(chosen, LARGE));
        assertTrue(chosen.grounds().cascaded());
        assertInstanceOf(Policy.Knee.class, chosen.grounds().policy());
    }

    @Test
    void checkThatFindsFew_losesMoreThanItSaves() {
        Choice.Chosen preferred = preferringLarge();

        // With .3 a third of what the large one is better by is kept, for two fifths of its cost.
        assertSame(preferred, Cascade.smallFirst(preferred, finds(.3), (_, _) -> true));
        assertSame(preferred, Cascade.smallFirst(preferred, finds(0), (_, _) -> true));
        assertFalse(preferred.grounds().cascaded());
    }

    @Test
    void checkThatFindsAll_smallFirstExactlyWhereItsChanceIsAboveTheRatioOfCosts() {
        assertEquals(List.of(LARGE, MEDIUM), variants(Cascade.smallFirst(mediumAt(.505), finds(1), (_, _) -> true)));
        assertEquals(List.of(MEDIUM, LARGE), variants(Cascade.smallFirst(mediumAt(.507), finds(1), (_, _) -> true)));
    }

    @Test
    void moneyForOneAlone_leavesItToTheOneThatIsPreferred() {
        Choice.Chosen preferred = preferringLarge();

        assertSame(preferred, Cascade.smallFirst(preferred, finds(1), (_, _) -> false));
    }

    @Test
    void contextThatLikelyHasNoRoom_isNotAskedFirst() {
        World world = new World();
        Occupancy idle = new Occupancy(4, 0, 0, 8);
        world.up.add(World.node("cpu-small-1", "cpu-small", World.load(MEDIUM, idle, 300)));
        world.up.add(World.node("cpu-large-1", "cpu-large", World.load(LARGE, idle)));
        Choice.Chosen chosen = assertInstanceOf(Choice.Chosen.class, world.decide(ask("auto"), RICH));

        assertEquals(List.of(LARGE, MEDIUM), variants(chosen));
        assertSame(chosen, Cascade.smallFirst(chosen, finds(1), (_, _) -> true));
    }

    @Test
    void otherPolicies_areLeftAsTheyAre() {
        for (Policy.Name name : List.of(Policy.Name.BEST_WITHIN_COST, Policy.Name.CHEAPEST_SUFFICIENT)) {
            Choice.Chosen chosen = assertInstanceOf(
                    Choice.Chosen.class, World.up().decide(ask("auto").with(name), RICH));
            assertSame(chosen, Cascade.smallFirst(chosen, finds(1), (_, _) -> true));
        }
    }

    @Test
    void errorOfTheCheck_isPaidForInUtilityAndInSecondAnswers() {
        // (.678 − e) of 222,500 less 112,500 nano-USD, at a thousandth of a USD a utility, less e.
        assertEquals(
                List.of(MEDIUM, LARGE),
                variants(Cascade.smallFirst(preferringLarge(), new CheckPower(1, .03), (_, _) -> true)));
        assertEquals(
                List.of(LARGE, MEDIUM),
                variants(Cascade.smallFirst(preferringLarge(), new CheckPower(1, .05), (_, _) -> true)));
    }

    private static CheckPower finds(double share) {
        return new CheckPower(share, 0);
    }

    private static Choice.Chosen preferringLarge() {
        Choice.Chosen chosen = assertInstanceOf(Choice.Chosen.class, World.up().decide(ask("auto"), RICH));
        assertEquals(List.of(LARGE, MEDIUM), variants(chosen));
        return chosen;
    }

    /// Where the large variant is preferred.
    private static Choice.Chosen mediumAt(double utility) {
        Wishes wishes = wishes("auto", .45, null, null, Lane.REALTIME, Set.of()).with(Policy.Name.KNEE);
        Estimates estimates = new Estimates() {
            @Override
            public UtilityEstimate utility(Variant variant) {
                double mean = variant.id().equals(MEDIUM) ? utility : variant.utility();
                return new UtilityEstimate(mean, mean, mean, UtilityEstimate.Basis.PREDICTED);
            }

            @Override
            public TokenCount completion(Variant variant) {
                return variant.completionTypical();
            }
        };
        Choice.Chosen chosen =
                assertInstanceOf(Choice.Chosen.class, World.up().decide(wishes, Set.of(), estimates, RICH));
        assertEquals(List.of(LARGE, MEDIUM), variants(chosen));
        return chosen;
    }

    /// Of what reaches the floor, in order.
    private static List<VariantId> variants(Choice.Chosen chosen) {
        return chosen.options().stream()
                .limit(chosen.sufficient())
                .map(Option::variant)
                .map(Variant::id)
                .toList();
    }

    private static int place(Choice.Chosen chosen, VariantId variant) {
        return chosen.considered().stream()
                .filter(each -> each.variant().equals(variant))
                .findFirst()
                .orElseThrow()
                .place();
    }
}
