package dev.cortado.router.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Drawn;
import dev.cortado.router.decide.OtherPolicy;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.Reconsider;
import dev.cortado.router.decide.World;
import dev.cortado.router.learn.Exploration;
import dev.cortado.router.learn.OffPolicy.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Logs of `auto`, which takes the medium variant, and of chance, which takes the large one now and
/// then. What answers are worth and cost is known.
class PolicyEstimatingTest {

    private static final OtherPolicy BEST = new OtherPolicy(Policy.Name.BEST_WITHIN_COST, null, null);
    private static final OtherPolicy CHEAP = new OtherPolicy(Policy.Name.CHEAPEST_SUFFICIENT, null, .4);
    private static final Map<VariantId, Double> WORTH = Map.of(World.MEDIUM, .7, World.LARGE, .9);
    private static final Map<VariantId, Long> CHARGED = Map.of(World.MEDIUM, 120_000L, World.LARGE, 300_000L);
    private static final Set<String> OPEN = Set.of("medium-1@cpu-small", "large-1@cpu-large");

    private final Choice.Chosen chosen =
            assertInstanceOf(Choice.Chosen.class, World.up().decide(World.ask("auto")));
    private final PolicyEstimating estimating = new PolicyEstimating(
            (_, _, _) -> CompletableFuture.completedFuture(List.of()),
            new Reconsider(World.DEFAULTS),
            new EstimateLimits(10_000, 100, 30));

    private RatedDecision decision(Choice.Chosen drawn, double score) {
        VariantId answered = drawn.options().getFirst().variant().id();
        return new RatedDecision(
                drawn.grounds(), drawn.considered(), score, NanoUsd.of(CHARGED.getOrDefault(answered, 0L)));
    }

    private List<RatedDecision> log(int requests, double share, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Exploration exploration = new Exploration(share);
        List<RatedDecision> log = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            Exploration.Pick pick = exploration.pick(2, 0, random);
            Choice.Chosen drawn =
                    chosen.drawn(pick.candidate(), new Drawn(pick.candidate() > 0, pick.propensity(), OPEN));
            double worth =
                    WORTH.getOrDefault(drawn.options().getFirst().variant().id(), 0.0);
            log.add(decision(drawn, random.nextDouble() < worth ? 1 : 0));
        }
        return log;
    }

    /// A check finds every wrong answer of either variant, and the other one, right nine times of ten,
    /// answers instead.
    private List<RatedDecision> checkedLog(int requests, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return log(requests, .2, seed).stream()
                .map(each -> each.score() == 1
                        ? each
                        : new RatedDecision(
                                each.grounds(),
                                each.considered(),
                                random.nextDouble() < .9 ? 1 : 0,
                                each.charged().plus(NanoUsd.of(300_000L))))
                .toList();
    }

    @Test
    void whatAFallbackAnswered_isWhatTheChoiceLedTo() {
        int inForce = 0;
        int other = 0;
        for (int seed = 0; seed < 100; seed++) {
            PolicyEstimate.Estimated made =
                    assertInstanceOf(PolicyEstimate.Estimated.class, estimating.of(checkedLog(800, seed), BEST));
            inForce += holds(made.inForce().utility().doublyRobust(), .7 + .3 * .9) ? 1 : 0;
            other += holds(made.other().utility().inversePropensity(), .9 + .1 * .9) ? 1 : 0;
            assertEquals(
                    (120_000 + .3 * 300_000) / 1e9,
                    made.inForce().costUsd().doublyRobust().value(),
                    .03e-3);
            assertEquals(800, made.ratings());
        }
        assertTrue(inForce >= 90 && other >= 90, inForce + ", " + other);
    }

    private static boolean holds(Estimate estimate, double truth) {
        return estimate.low() - 1e-12 <= truth && truth <= estimate.high() + 1e-12;
    }

    @Test
    void estimated_ofBothPolicies_holdsTheTruthInNineOfTenLogs() {
        int inForce = 0;
        int other = 0;
        int gain = 0;
        for (int seed = 0; seed < 100; seed++) {
            PolicyEstimate.Estimated made =
                    assertInstanceOf(PolicyEstimate.Estimated.class, estimating.of(log(800, .2, seed), BEST));
            inForce += holds(made.inForce().utility().doublyRobust(), .7) ? 1 : 0;
            other += holds(made.other().utility().inversePropensity(), .9) ? 1 : 0;
            gain += holds(made.utilityGain(), .2) ? 1 : 0;
            assertEquals(.12e-3, made.inForce().costUsd().doublyRobust().value(), .02e-3);
            assertEquals(.3e-3, made.other().costUsd().doublyRobust().value(), .03e-3);
            assertTrue(made.costIncreaseUsd().low() > 0);
            assertEquals(800, made.ratings());
            assertEquals(0, made.alike());
            assertEquals(10, made.other().weightMax(), 1e-9);
        }
        assertTrue(inForce >= 90 && other >= 90 && gain >= 90, inForce + ", " + other + ", " + gain);
    }

    @Test
    void estimated_ofThePolicyInForceItself_isAlikeEverywhere_andGainsSurelyNothing() {
        OtherPolicy same = new OtherPolicy(World.DEFAULTS.auto(), null, null);
        PolicyEstimate.Estimated made =
                assertInstanceOf(PolicyEstimate.Estimated.class, estimating.of(log(200, .2, 1), same));
        assertEquals(200, made.alike());
        assertEquals(new Estimate(0, 0, 0), made.utilityGain());
    }

    @Test
    void fewRatings_areRefused_andSayWhatWasLeftOut() {
        List<RatedDecision> log = new ArrayList<>(log(99, .2, 1));
        for (int i = 0; i < 50; i++) {
            log.add(decision(chosen, 1));
        }
        assertEquals(new PolicyEstimate.TooFewRatings(99, 100, new LeftOut(50, 0, 0)), estimating.of(log, BEST));
    }

    @Test
    void whatChanceCouldNotTake_tellsNothing() {
        assertEquals(
                new PolicyEstimate.TooFewRatings(0, 100, new LeftOut(0, 300, 0)),
                estimating.of(log(300, .2, 1), CHEAP));
    }

    @Test
    void whatChanceSeldomTook_isRefused() {
        PolicyEstimate.TooFewAlike refused =
                assertInstanceOf(PolicyEstimate.TooFewAlike.class, estimating.of(log(400, .02, 1), BEST));
        assertEquals(400, refused.ratings());
        assertTrue(refused.effective() < 30);
    }

    @Test
    void whatAnOlderRouterStored_isCountedAsUntold() {
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
        RatedDecision one = log(1, .2, 1).getFirst();
        assertEquals(
                new PolicyEstimate.TooFewRatings(0, 100, new LeftOut(0, 0, 1)),
                estimating.of(List.of(new RatedDecision(one.grounds(), older, 1, NanoUsd.of(1))), BEST));
    }
}
