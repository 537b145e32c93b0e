package dev.cortado.router.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.estimate.UtilityEstimate;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.hold.BudgetView;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is said afterwards of another policy is what it would have decided at that moment.
class ReconsiderTest {

    private static final List<Policy.Name> NAMES =
            List.of(Policy.Name.KNEE, Policy.Name.CHEAPEST_SUFFICIENT, Policy.Name.BEST_WITHIN_COST);

    @Test
    void choice_isThatOfTheDecisionItself_forAnyPolicy_load_contextAndBudget() {
        int told = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World world = world(random);
            Expected estimates = Expected.of(random);
            NanoUsd costMax = random.nextInt(3) > 0 ? null : NanoUsd.of(random.nextLong(30_000, 400_000));
            Wishes wishes = World.wishes("auto", null, costMax, null, Lane.REALTIME, Set.of());
            PolicyDefaults served = new PolicyDefaults(random.nextDouble(), NAMES.get(random.nextInt(3)), .1);
            Terms terms = new Terms(budget(random), random.nextInt(3) > 0 ? 0 : 5_000, exchange(random));
            OtherPolicy other = new OtherPolicy(
                    NAMES.get(random.nextInt(3)), exchange(random), random.nextBoolean() ? random.nextDouble() : null);
            List<Candidate> candidates =
                    Candidates.of(world.catalogue, world.prices, world.up, wishes, TenantRule.NONE, Tried.NOTHING);

            if (new Decide(served).decide(wishes, estimates, world.catalogue, candidates, terms)
                    instanceof Choice.Chosen chosen) {
                ExchangeRate rate = other.exchangeRate() == null ? terms.exchangeRate() : other.exchangeRate();
                Choice expected = new Decide(other.over(served))
                        .decide(
                                wishes,
                                estimates,
                                world.catalogue,
                                candidates,
                                new Terms(terms.budget(), terms.shadowPrice(), rate));
                Optional<VariantId> first = expected instanceof Choice.Chosen instead
                        ? Optional.of(instead.options().getFirst().variant().id())
                        : Optional.empty();
                int at = seed;
                assertEquals(
                        first,
                        new Reconsider(served)
                                .choice(other, chosen.grounds(), chosen.considered())
                                .map(Considered::variant),
                        () -> "seed " + at);
                told++;
            }
        }
        assertTrue(told > 1_000, "told of " + told);
    }

    @Test
    void choice_whereTheStandingIsNotKnown_isNotTold() {
        Choice.Chosen chosen = assertInstanceOf(Choice.Chosen.class, World.up().decide(World.ask("auto")));
        List<Considered> older = chosen.considered().stream()
                .map(each -> new Considered(
                        each.variant(),
                        each.pool(),
                        each.lane(),
                        each.expected(),
                        each.cost(),
                        each.rankedCost(),
                        each.latency(),
                        each.place(),
                        each.excludedBecause()))
                .toList();
        OtherPolicy other = new OtherPolicy(Policy.Name.KNEE, null, null);

        assertEquals(Optional.empty(), new Reconsider(World.DEFAULTS).choice(other, chosen.grounds(), older));
    }

    @Test
    void otherPolicy_thatAutoCannotMean_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new OtherPolicy(Policy.Name.FIXED, null, null));
        assertThrows(IllegalArgumentException.class, () -> new OtherPolicy(Policy.Name.KNEE, null, 1.1));
    }

    private static World world(SplittableRandom random) {
        World world = World.up();
        world.up.clear();
        world.up.add(World.node(
                "cpu-small-1",
                "cpu-small",
                World.load(World.SMALL, occupancy(random), context(random)),
                World.load(World.MEDIUM, occupancy(random), context(random))));
        if (random.nextInt(4) > 0) {
            world.up.add(World.node(
                    "cpu-large-1", "cpu-large", World.load(World.LARGE, occupancy(random), context(random))));
        }
        return world;
    }

    /// Long enough, likely too short, or surely too short for 400 bytes.
    private static long context(SplittableRandom random) {
        return random.nextInt(3) > 0 ? 8_192 : random.nextInt(3) > 0 ? 300 : 3;
    }

    private static Occupancy occupancy(SplittableRandom random) {
        int busy = random.nextInt(5);
        return new Occupancy(4, busy, busy < 4 ? 0 : random.nextInt(9), 8);
    }

    private static BudgetView budget(SplittableRandom random) {
        return random.nextBoolean()
                ? new BudgetView.Unlimited()
                : new BudgetView.Limited(
                        NanoUsd.of(random.nextLong(50_000, 1_500_000)),
                        NanoUsd.of(2_000_000),
                        Rig.MONTH_END,
                        Instant.EPOCH,
                        List.of());
    }

    private static @Nullable ExchangeRate exchange(SplittableRandom random) {
        return random.nextBoolean() ? new ExchangeRate(NanoUsd.of(random.nextLong(10_000, 5_000_000))) : null;
    }

    /// Any utility of any variant.
    private record Expected(Map<VariantId, Double> utilities) implements Estimates {

        static Expected of(SplittableRandom random) {
            Map<VariantId, Double> utilities = new HashMap<>();
            for (VariantId variant : List.of(World.SMALL, World.MEDIUM, World.LARGE)) {
                utilities.put(variant, random.nextDouble());
            }
            return new Expected(utilities);
        }

        @Override
        public UtilityEstimate utility(Variant variant) {
            double mean = utilities.getOrDefault(variant.id(), 0.0);
            return new UtilityEstimate(mean, mean, mean, UtilityEstimate.Basis.PREDICTED);
        }

        @Override
        public TokenCount completion(Variant variant) {
            return TokenCount.of(200);
        }
    }
}
