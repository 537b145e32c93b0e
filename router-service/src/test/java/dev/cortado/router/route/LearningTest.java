package dev.cortado.router.route;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Cascade;
import dev.cortado.router.decide.CheckPower;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Drawn;
import dev.cortado.router.decide.ExchangeRate;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.decide.Terms;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decide.World;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.learn.Learnt;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The part of chance in a choice among small, medium and large, of which `auto` prefers the medium one.
class LearningTest {

    private static final Wishes AT_LEAST_SOME = World.wishes("auto", .4, null, null, Lane.REALTIME, Set.of());
    private static final BudgetView UNLIMITED = new BudgetView.Unlimited();

    private final SplittableRandom random = new SplittableRandom(5);
    private final World world = World.up();

    private Learning learning(double share) {
        return new Learning(new Rates(true), share, () -> random);
    }

    private Choice.Chosen chosen(Wishes wishes) {
        return chosen(wishes, World.TERMS);
    }

    private Choice.Chosen chosen(Wishes wishes, Terms terms) {
        return assertInstanceOf(Choice.Chosen.class, world.decide(wishes, terms));
    }

    private static Choice.Chosen explored(Learning learning, Choice.Chosen chosen) {
        return learning.explored(Rig.TENANT, TenantRule.NONE, UNLIMITED, chosen);
    }

    private static VariantId first(Choice.Chosen chosen) {
        return chosen.options().getFirst().variant().id();
    }

    @Test
    void explored_aShareOfRequests_takesAnyThatMeetsTheWishes_asOftenAsItSays() {
        Choice.Chosen chosen = chosen(AT_LEAST_SOME);
        Learning learning = learning(.3);
        Map<VariantId, Integer> taken = new HashMap<>();
        Map<VariantId, Double> propensities = new HashMap<>();
        int requests = 10_000;
        for (int i = 0; i < requests; i++) {
            Choice.Chosen drawn = explored(learning, chosen);
            taken.merge(first(drawn), 1, Integer::sum);
            propensities.put(first(drawn), drawn.grounds().drawn().propensity());
            assertEquals(!first(drawn).equals(SMALL), drawn.grounds().drawn().explored());
        }
        assertEquals(.8, propensities.getOrDefault(SMALL, 0.0), 1e-9);
        assertEquals(.1, propensities.getOrDefault(MEDIUM, 0.0), 1e-9);
        taken.forEach((variant, count) -> assertEquals(
                propensities.getOrDefault(variant, 0.0), (double) count / requests, .02, variant::toString));
        assertEquals(Set.of(SMALL, MEDIUM, LARGE), taken.keySet());
    }

    @Test
    void explored_contextThatLikelyHasNoRoom_isNotTaken() {
        Occupancy idle = new Occupancy(4, 0, 0, 8);
        world.up.set(0, World.node("cpu-small-1", "cpu-small", World.load(SMALL, idle), World.load(MEDIUM, idle, 300)));
        Choice.Chosen chosen = chosen(AT_LEAST_SOME);

        assertEquals(
                Set.of("small-1@cpu-small", "large-1@cpu-large"),
                explored(learning(.3), chosen).grounds().drawn().open());
    }

    @Test
    void explored_checkedAnswerAskedOfTheCheaperFirst_isLeftAlone() {
        Terms rich = new Terms(UNLIMITED, 0, new ExchangeRate(NanoUsd.ofUsd(".001")));
        Choice.Chosen cascaded =
                Cascade.smallFirst(chosen(World.ask("auto"), rich), new CheckPower(1, 0), (_, _) -> true);

        assertEquals(MEDIUM, first(cascaded));
        assertEquals(2, cascaded.grounds().preferredPlace());
        assertSame(cascaded, explored(learning(1), cascaded));
    }

    @Test
    void explored_anotherOption_thePoliciesOwnIsTheFirstFallback() {
        Choice.Chosen chosen = chosen(AT_LEAST_SOME);
        Choice.Chosen drawn = chosen.drawn(2, new Drawn(true, .1, Set.of()));

        assertEquals(
                List.of(LARGE, SMALL, MEDIUM),
                drawn.options().stream().map(option -> option.variant().id()).toList());
        assertEquals(
                List.of(LARGE, SMALL, MEDIUM),
                drawn.considered().stream()
                        .sorted(Comparator.comparingInt(Considered::place))
                        .map(Considered::variant)
                        .toList());
        assertTrue(drawn.grounds().drawn().explored());
        assertEquals(2, drawn.grounds().preferredPlace());
        assertEquals(1, chosen.grounds().preferredPlace());
    }

    @Test
    void explored_policiesThatDoNotCompare_areLeftAlone() {
        Map<Policy.Name, Wishes> wishes = new EnumMap<>(Policy.Name.class);
        wishes.put(Policy.Name.FIXED, World.ask("large"));
        wishes.put(Policy.Name.BEST_WITHIN_COST, AT_LEAST_SOME.with(Policy.Name.BEST_WITHIN_COST));
        wishes.forEach((policy, asked) -> {
            Choice.Chosen chosen = chosen(asked);
            assertEquals(policy, chosen.grounds().policy().name());
            assertSame(chosen, explored(learning(1), chosen));
        });
    }

    @Test
    void explored_belowWhatTheRequestDemands_never() {
        Choice.Chosen chosen = chosen(World.wishes("auto", .6, null, null, Lane.REALTIME, Set.of()));
        for (int i = 0; i < 200; i++) {
            assertTrue(!first(explored(learning(1), chosen)).equals(SMALL));
        }
    }

    @Test
    void explored_moneyIsShort_takesNothingDearer() {
        Choice.Chosen chosen = chosen(World.ask("auto").with(Policy.Name.KNEE), new Terms(UNLIMITED, 1e9, null));
        assertEquals(SMALL, first(chosen));
        assertSame(chosen, explored(learning(1), chosen));
    }

    @Test
    void explored_whatTheBudgetDoesNotSurelyPayFor_isNotTaken() {
        Choice.Chosen chosen = chosen(AT_LEAST_SOME);
        NanoUsd first = chosen.options().getFirst().estimate().hold().want();
        BudgetView narrow = new BudgetView.Limited(first, first, Rig.MONTH_END, Instant.EPOCH, List.of());
        assertSame(chosen, learning(1).explored(Rig.TENANT, TenantRule.NONE, narrow, chosen));
    }

    @Test
    void explored_noRatings_noShare_orARuleOfNone_leavesTheChoice() {
        Choice.Chosen chosen = chosen(AT_LEAST_SOME);
        assertSame(chosen, explored(new Learning(new Rates(false), 1, () -> random), chosen));
        assertSame(chosen, explored(learning(0), chosen));
        TenantRule none = new TenantRule(null, List.of(), Set.of(), 0.0);
        assertSame(chosen, learning(1).explored(Rig.TENANT, none, UNLIMITED, chosen));
    }

    private record Rates(boolean rates) implements Learnt {
        @Override
        public boolean isLearning() {
            return rates;
        }

        @Override
        public boolean knows(OrganisationId organisation) {
            return rates;
        }

        @Override
        public Estimates corrected(OrganisationId organisation, Estimates expected) {
            return expected;
        }
    }
}
