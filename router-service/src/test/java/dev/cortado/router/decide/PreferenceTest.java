package dev.cortado.router.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.estimate.CatalogueEstimates;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a tenant prefers decides where its requests say nothing, and nowhere else.
class PreferenceTest {

    private static final Preference BEST = new Preference(Policy.Name.BEST_WITHIN_COST, null);
    private static final Preference CHEAP = new Preference(Policy.Name.CHEAPEST_SUFFICIENT, .3);
    private static final Preference HIGH = Preference.ofUtility(.8);

    @Test
    void auto_goesByTheTenantsPolicy() {
        assertEquals(World.MEDIUM, first(decide(Preference.NONE, null, World.ask("auto"))));
        Choice.Chosen chosen = decide(BEST, null, World.ask("auto"));

        assertEquals(World.LARGE, first(chosen));
        assertEquals(Policy.Name.BEST_WITHIN_COST, chosen.grounds().policy().name());
    }

    @Test
    void auto_prefersTheTenantsUtility() {
        assertEquals(World.SMALL, first(decide(CHEAP, null, World.ask("auto"))));
        Choice.Chosen chosen = decide(HIGH, null, World.ask("auto"));

        assertEquals(World.LARGE, first(chosen));
        assertEquals(
                new Floor(.8, Floor.Source.DEFAULT), chosen.grounds().policy().floor());
    }

    @Test
    void requestsThatSayHowToChoose_getThat() {
        assertEquals(World.MEDIUM, first(decide(BEST, null, World.ask("medium"))));
        assertEquals(World.MEDIUM, first(decide(BEST, null, World.ask("auto").with(Policy.Name.KNEE))));
        assertEquals(
                World.MEDIUM, first(decide(HIGH, null, World.wishes("auto", .6, null, null, Lane.REALTIME, Set.of()))));
    }

    @Test
    void trial_isComparedWithWhatTheTenantPrefers_andKeepsItsUtility() {
        PolicyTrial cheapest =
                new PolicyTrial("cheapest", new OtherPolicy(Policy.Name.CHEAPEST_SUFFICIENT, null, null), .999, false);
        PolicyTrial unseen = new PolicyTrial("unseen", cheapest.policy(), 1, true);

        assertEquals(World.LARGE, first(decide(HIGH, cheapest, World.ask("auto"))));
        Choice.Chosen shadowed = decide(BEST, unseen, World.ask("auto"));
        assertEquals(World.LARGE, first(shadowed));
        InTrial part = assertInstanceOf(InTrial.class, shadowed.grounds().trial());
        InTrial.WouldTake instead = assertInstanceOf(InTrial.WouldTake.class, part.wouldTake());
        assertEquals(World.MEDIUM, instead.variant());
    }

    @Test
    void part_prefersItsOwn_elseTheWholes() {
        assertEquals(new Preference(Policy.Name.BEST_WITHIN_COST, .8), HIGH.within(BEST));
        assertEquals(CHEAP, CHEAP.within(new Preference(Policy.Name.KNEE, .9)));
        assertEquals(BEST, Preference.NONE.within(BEST));
        assertThrows(IllegalArgumentException.class, () -> new Preference(Policy.Name.FIXED, null));
        assertThrows(IllegalArgumentException.class, () -> Preference.ofUtility(1.01));
    }

    private static VariantId first(Choice.Chosen chosen) {
        return chosen.options().getFirst().variant().id();
    }

    private static Choice.Chosen decide(Preference preference, @Nullable PolicyTrial trial, Wishes wishes) {
        World world = World.up();
        TenantRule rule = new TenantRule(null, List.of(), Set.of(), null, null, trial, preference);
        return assertInstanceOf(
                Choice.Chosen.class,
                new DecideInTrial(World.DEFAULTS)
                        .decide(
                                rule,
                                () -> TrialUnit.of("project", "ann", "request"),
                                wishes,
                                new CatalogueEstimates("", world.catalogue),
                                world.catalogue,
                                Candidates.of(world.catalogue, world.prices, world.up, wishes, rule, Tried.NOTHING),
                                World.TERMS));
    }
}
