package dev.cortado.router.decide;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static dev.cortado.router.decide.World.wishes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.estimate.UtilityEstimate;
import dev.cortado.router.estimate.UtilityEstimate.Basis;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Estimates that may err: small is worth .5 ± .1, medium .7 ± .2, large .8 ± .05.
class SureUtilityTest {

    private static final Estimates UNSURE = new Estimates() {
        @Override
        public UtilityEstimate utility(Variant variant) {
            if (variant.id().equals(SMALL)) {
                return new UtilityEstimate(.5, .4, .6, Basis.PREDICTED);
            }
            return variant.id().equals(MEDIUM)
                    ? new UtilityEstimate(.7, .5, .9, Basis.PREDICTED)
                    : new UtilityEstimate(.8, .75, .85, Basis.PREDICTED);
        }

        @Override
        public TokenCount completion(Variant variant) {
            return variant.completionTypical();
        }
    };

    @Test
    void aDemand_mustBeReachedByTheLowerBound() {
        Choice.Chosen chosen = assertInstanceOf(Choice.Chosen.class, decide(ask(.6, null)));

        assertEquals(List.of(LARGE), variants(chosen));
        assertEquals("below utility 0.6: surely worth only 0.5", excluded(chosen, MEDIUM));
        assertEquals("below utility 0.6", excluded(chosen, SMALL));
        assertEquals(List.of(MEDIUM, LARGE), variants(assertInstanceOf(Choice.Chosen.class, decide(ask(.5, null)))));
    }

    @Test
    void theDefaultOfAuto_isJudgedByMeans() {
        Choice.Chosen chosen = assertInstanceOf(Choice.Chosen.class, decide(ask(null, null)));

        assertEquals(Floor.Source.DEFAULT, chosen.grounds().policy().floor().source());
        assertEquals(MEDIUM, variants(chosen).getFirst());
        assertEquals("", excluded(chosen, MEDIUM));
    }

    @Test
    void aDemandAboveAllLowerBounds_isToldWhatWouldDo_andThatDoes() {
        Choice.UtilityUnreachable none = assertInstanceOf(Choice.UtilityUnreachable.class, decide(ask(.78, null)));

        assertEquals(.75, none.reachable());
        Nearest nearest = none.nearest();
        assertNotNull(nearest);
        assertEquals(LARGE, nearest.variant());
        assertEquals(.8, nearest.utility());
        assertEquals(.75, nearest.sendUtilityMin());
        assertInstanceOf(Choice.Chosen.class, decide(ask(nearest.sendUtilityMin(), null)));
    }

    @Test
    void theNearestBelowTheDefault_isGotByItsLowerBound() {
        NanoUsd forSmall = NanoUsd.of(60_000);
        Choice.CostUnreachable none = assertInstanceOf(Choice.CostUnreachable.class, decide(ask(null, forSmall)));

        Nearest nearest = none.nearest();
        assertNotNull(nearest);
        assertEquals(SMALL, nearest.variant());
        assertEquals(.4, nearest.sendUtilityMin());
        Choice instead = decide(ask(nearest.sendUtilityMin(), forSmall));
        assertEquals(List.of(SMALL), variants(assertInstanceOf(Choice.Chosen.class, instead)));
    }

    private static Choice decide(Wishes wishes) {
        return World.up().decide(wishes, Set.of(), UNSURE);
    }

    private static Wishes ask(@Nullable Double utilityMin, @Nullable NanoUsd costMax) {
        return wishes("auto", utilityMin, costMax, null, Lane.REALTIME, Set.of());
    }

    private static List<VariantId> variants(Choice.Chosen chosen) {
        return chosen.options().stream().map(option -> option.variant().id()).toList();
    }

    private static String excluded(Choice.Chosen chosen, VariantId variant) {
        return chosen.considered().stream()
                .filter(each -> each.variant().equals(variant))
                .findFirst()
                .orElseThrow()
                .excludedBecause();
    }
}
