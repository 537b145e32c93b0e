package dev.cortado.router.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decide.World;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    @Test
    void knee_ofThreeTiers_showsTheHullTheStopAndWhatMoreWouldBuy() {
        Choice.Chosen chosen = decide(ask(.1, null).with(Policy.Name.KNEE));

        Explanation explanation = Explanation.of(chosen.grounds(), chosen.considered());

        assertEquals(List.of(World.SMALL, World.MEDIUM, World.LARGE), variants(explanation.hull()));
        assertEquals(World.MEDIUM, explanation.knee().orElseThrow().variant());
        assertEquals(World.MEDIUM, explanation.ordered().getFirst().variant());
        assertTrue(explanation.beaten().isEmpty());
        Explanation.Step more = explanation.more().orElseThrow();
        assertEquals(World.LARGE, more.to().variant());
        assertEquals(.141, more.utilityGain(), 1e-9);
        assertEquals(more.to().cost().minus(explanation.ordered().getFirst().cost()), more.costIncrease());
        assertEquals(more.utilityGain() / (more.costIncrease().nanos() / 1e9), more.utilityPerUsd(), 1e-6);
    }

    @Test
    void cheapest_belowTheKnee_showsTheKneeAllTheSame() {
        Choice.Chosen chosen = decide(ask(.1, null));

        Explanation explanation = Explanation.of(chosen.grounds(), chosen.considered());

        assertEquals(World.SMALL, explanation.ordered().getFirst().variant());
        assertEquals(World.MEDIUM, explanation.knee().orElseThrow().variant());
        assertEquals(World.MEDIUM, explanation.more().orElseThrow().to().variant());
    }

    @Test
    void best_hasNothingBetterToBuy() {
        Choice.Chosen chosen = decide(ask(null, null).with(Policy.Name.BEST_WITHIN_COST));

        assertTrue(Explanation.of(chosen.grounds(), chosen.considered()).more().isEmpty());
    }

    @Test
    void more_isAlsoWhatOnlyTheRequestsCeilingKeptOut() {
        Choice.Chosen chosen = decide(ask(null, NanoUsd.of(160_000)));

        Explanation explanation = Explanation.of(chosen.grounds(), chosen.considered());

        assertEquals(List.of(World.MEDIUM), variants(explanation.hull()));
        assertEquals(World.LARGE, explanation.more().orElseThrow().to().variant());
    }

    @Test
    void dearerAndWorse_isBeaten_byName() {
        Choice.Chosen chosen = decide(ask(.1, null));
        List<Considered> dearMedium = chosen.considered().stream()
                .map(each -> each.variant().equals(World.MEDIUM) ? dearer(each) : each)
                .toList();

        Explanation explanation = Explanation.of(chosen.grounds(), dearMedium);

        Explanation.Beaten beaten = explanation.beaten().getFirst();
        assertEquals(World.MEDIUM, beaten.candidate().variant());
        assertEquals(List.of(World.LARGE), variants(beaten.by()));
        assertEquals(.819, beaten.utilityThere());
    }

    private static Considered dearer(Considered each) {
        return new Considered(
                each.variant(),
                each.pool(),
                each.lane(),
                each.expected(),
                NanoUsd.of(1_000_000),
                NanoUsd.of(1_000_000),
                each.latency(),
                each.place(),
                each.excludedBecause());
    }

    private static Wishes ask(@Nullable Double utilityMin, @Nullable NanoUsd costMax) {
        return World.wishes("auto", utilityMin, costMax, null, Lane.REALTIME, Set.of());
    }

    private static Choice.Chosen decide(Wishes wishes) {
        return assertInstanceOf(Choice.Chosen.class, World.up().decide(wishes));
    }

    private static List<VariantId> variants(List<Considered> considered) {
        return considered.stream().map(Considered::variant).toList();
    }
}
