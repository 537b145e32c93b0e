package dev.cortado.router.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.InTrial.Arm;
import dev.cortado.router.decide.InTrial.WouldTake;
import dev.cortado.router.estimate.CatalogueEstimates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// `auto` takes the medium variant; the policy on trial the large one.
class PolicyTrialTest {

    private static final OtherPolicy BEST = new OtherPolicy(Policy.Name.BEST_WITHIN_COST, null, null);
    private static final int UNITS = 20_000;

    private static PolicyTrial served(double share) {
        return new PolicyTrial("large-for-some", BEST, share, false);
    }

    private static PolicyTrial shadow(OtherPolicy policy, double share) {
        return new PolicyTrial("in-the-shadow", policy, share, true);
    }

    private static TrialUnit user(String name) {
        return TrialUnit.of("project", name, "request");
    }

    private static Choice.Chosen decide(@Nullable PolicyTrial trial, TrialUnit unit, Wishes wishes) {
        World world = World.up();
        return assertInstanceOf(
                Choice.Chosen.class,
                new DecideInTrial(World.DEFAULTS)
                        .decide(
                                new TenantRule(null, List.of(), Set.of(), null, null, trial),
                                () -> unit,
                                wishes,
                                new CatalogueEstimates("", world.catalogue),
                                world.catalogue,
                                Candidates.of(
                                        world.catalogue,
                                        world.prices,
                                        world.up,
                                        wishes,
                                        TenantRule.NONE,
                                        Tried.NOTHING),
                                World.TERMS));
    }

    private static VariantId first(Choice.Chosen chosen) {
        return chosen.options().getFirst().variant().id();
    }

    @Test
    void units_areInTheTrialByItsShare_andBySuccessiveTrialsIndependently() {
        PolicyTrial one = served(.3);
        PolicyTrial next = new PolicyTrial("another", BEST, .3, false);
        int inOne = 0;
        int inBoth = 0;
        for (int i = 0; i < UNITS; i++) {
            TrialUnit unit = user("user-" + i);
            boolean takes = one.takes(unit);
            assertEquals(takes, one.takes(user("user-" + i)));
            inOne += takes ? 1 : 0;
            inBoth += takes && next.takes(unit) ? 1 : 0;
        }
        assertEquals(.3, (double) inOne / UNITS, .02);
        assertEquals(.09, (double) inBoth / UNITS, .01);
    }

    @Test
    void unit_isTheUserOfTheProject_elseTheRequest() {
        assertEquals(TrialUnit.of("project", "ann", "r1"), TrialUnit.of("project", "ann", "r2"));
        assertNotEquals(TrialUnit.of("project", "ann", "r1"), TrialUnit.of("other", "ann", "r1"));
        assertNotEquals(TrialUnit.of("project", "", "r1"), TrialUnit.of("project", "", "r2"));
        assertEquals(TrialUnit.of("project", "", "r1"), TrialUnit.of("project", "", "r1"));
    }

    @Test
    void served_theTrialsArm_isDecidedByTheOtherPolicy_theControlAsEver() {
        Map<Arm, VariantId> taken = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            TrialUnit unit = user("user-" + i);
            Choice.Chosen chosen = decide(served(.5), unit, World.ask("auto"));
            InTrial part = Objects.requireNonNull(chosen.grounds().trial());
            assertEquals(served(.5).takes(unit) ? Arm.TRIAL : Arm.CONTROL, part.arm());
            assertEquals(unit, part.unit());
            taken.put(part.arm(), first(chosen));
        }
        assertEquals(Map.of(Arm.CONTROL, World.MEDIUM, Arm.TRIAL, World.LARGE), taken);
    }

    @Test
    void requests_thatSayHowToChoose_areInNoTrial() {
        List.of(
                        World.ask("medium"),
                        World.ask("auto").with(Policy.Name.KNEE),
                        World.wishes("auto", .6, null, null, Lane.REALTIME, Set.of()))
                .forEach(wishes -> assertNull(
                        decide(shadow(BEST, 1), user("ann"), wishes).grounds().trial()));
        assertNull(decide(null, user("ann"), World.ask("auto")).grounds().trial());
    }

    @Test
    void shadow_isNeverServed_andSaysWhatItWouldHaveChosen_atWhatUtilityAndCost() {
        Choice.Chosen usual = decide(null, user("ann"), World.ask("auto"));
        Choice.Chosen chosen = decide(shadow(BEST, 1), user("ann"), World.ask("auto"));
        assertEquals(usual.options(), chosen.options());
        assertEquals(usual.considered(), chosen.considered());
        InTrial part = Objects.requireNonNull(chosen.grounds().trial());
        assertEquals(Arm.SHADOW, part.arm());
        WouldTake instead = Objects.requireNonNull(part.wouldTake());
        assertEquals(World.LARGE, instead.variant());
        assertEquals(.819, instead.utility());
        assertTrue(
                instead.cost().compareTo(usual.options().getFirst().estimate().cost()) > 0);
    }

    @Test
    void shadow_ofAShare_leavesTheOthersOutOfTheTrial() {
        long in = 0;
        for (int i = 0; i < 400; i++) {
            in += decide(shadow(BEST, .25), user("user-" + i), World.ask("auto"))
                                    .grounds()
                                    .trial()
                            == null
                    ? 0
                    : 1;
        }
        assertTrue(in > 70 && in < 130, "in " + in);
    }

    @Test
    void wrongNamesAndShares_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PolicyTrial("", BEST, .5, false));
        assertThrows(IllegalArgumentException.class, () -> new PolicyTrial("two words", BEST, .5, false));
        for (double share : new double[] {0, 1, -1, 2, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> served(share));
        }
        assertThrows(IllegalArgumentException.class, () -> shadow(BEST, 1.5));
    }
}
