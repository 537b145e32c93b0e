package dev.cortado.router.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.router.decide.InTrial;
import dev.cortado.router.decide.InTrial.Arm;
import dev.cortado.router.decide.InTrial.WouldTake;
import dev.cortado.router.decide.OtherPolicy;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.PolicyTrial;
import dev.cortado.router.decide.RulesInForce;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.decide.TrialUnit;
import dev.cortado.router.decide.World;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.learn.OffPolicy.Estimate;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.RoutingRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparingTest {

    private static final PolicyTrial TRIAL =
            new PolicyTrial("t", new OtherPolicy(Policy.Name.BEST_WITHIN_COST, null, null), .5, false);

    private static TriedDecision decision(Arm arm, long unit, double utility, double usd, @Nullable Double score) {
        return new TriedDecision(
                new InTrial("t", arm, new TrialUnit(unit), null),
                World.MEDIUM,
                new PoolId("cpu-small"),
                utility,
                usd,
                usd * 1.1,
                score);
    }

    @Test
    void served_difference_holdsTheTruthInNineOfTenTrials_alsoWhereUsersRateAlike() {
        int rating = 0;
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<TriedDecision> found = new ArrayList<>();
            for (int user = 0; user < 200; user++) {
                Arm arm = user % 2 == 0 ? Arm.CONTROL : Arm.TRIAL;
                double mood = random.nextDouble(-.3, .3);
                for (int i = 0; i < 5; i++) {
                    double worth = (arm == Arm.TRIAL ? .6 : .5) + mood;
                    found.add(
                            decision(arm, user, .5, arm == Arm.TRIAL ? 2 : 1, random.nextDouble() < worth ? 1.0 : 0.0));
                }
            }
            TrialComparison compared = Comparing.of("t", found, false);
            Estimate more = compared.more().rating().orElseThrow();
            rating += more.low() <= .1 && .1 <= more.high() ? 1 : 0;
            assertEquals(500, compared.other().requests());
            assertEquals(100, compared.other().units());
            assertEquals(1, compared.more().likelyCostUsd().orElseThrow().value(), 1e-9);
            assertEquals(1.1, compared.more().chargedUsd().orElseThrow().value(), 1e-9);
        }
        assertTrue(rating >= 90, "holds the truth in " + rating);
    }

    @Test
    void served_withoutRatings_saysNothingOfThem() {
        TrialComparison compared = Comparing.of(
                "t",
                List.of(
                        decision(Arm.CONTROL, 1, .5, 1, null),
                        decision(Arm.CONTROL, 2, .7, 1, null),
                        decision(Arm.TRIAL, 3, .9, 2, null)),
                false);
        assertEquals(.6, compared.usual().means().utility().orElseThrow().value(), 1e-9);
        assertEquals(Optional.empty(), compared.usual().means().rating());
        assertEquals(Optional.empty(), compared.more().utility());
        assertEquals(1, compared.other().requests());
    }

    @Test
    void shadow_isComparedRequestByRequest() {
        List<TriedDecision> found = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            boolean alike = i < 4;
            WouldTake instead = new WouldTake(
                    alike ? World.MEDIUM : World.LARGE,
                    new PoolId(alike ? "cpu-small" : "cpu-large"),
                    .1 * i + (alike ? 0 : .05),
                    NanoUsd.of(alike ? 1_000_000 : 3_000_000));
            found.add(new TriedDecision(
                    new InTrial("t", Arm.SHADOW, new TrialUnit(i), instead),
                    World.MEDIUM,
                    new PoolId("cpu-small"),
                    .1 * i,
                    .001,
                    .001,
                    1.0));
        }
        TrialComparison compared = Comparing.of("t", found, true);
        assertTrue(compared.isShadow() && compared.truncated());
        assertEquals(4, compared.alike());
        assertEquals(.03, compared.more().utility().orElseThrow().value(), 1e-9);
        assertEquals(.0012, compared.more().likelyCostUsd().orElseThrow().value(), 1e-9);
        assertEquals(Optional.empty(), compared.more().rating());
        assertEquals(10, compared.usual().ratings());
    }

    @Test
    void compare_namesTheTrialThatIsSet_orSaysThatThereIsNone() {
        TenantRule tries = new TenantRule(null, List.of(), Set.of(), null, null, TRIAL);
        TriedDecisions none = (_, _, _, _) -> CompletableFuture.completedFuture(List.of());
        Comparing set = new Comparing(none, rules(tries), 10);
        Comparing unset = new Comparing(none, rules(TenantRule.NONE), 10);
        assertEquals(new Comparing.Outcome.Unknown("t", true), outcome(set, ""));
        assertEquals(new Comparing.Outcome.Unknown("ended", false), outcome(set, "ended"));
        assertEquals(new Comparing.Outcome.Unknown("", false), outcome(unset, ""));
    }

    @Test
    void compare_namesTheTrialOfARuleOnThePath_beforeTheConfigurations() {
        Rig rig = new Rig();
        rig.accounting.path = () -> new PathAnswer.Limits(
                List.of(),
                List.of(),
                List.of(new RoutingRule(
                        Set.of(),
                        "",
                        null,
                        null,
                        null,
                        null,
                        null,
                        new RoutingRule.Trial("by-rule", "knee", null, null, .5, false),
                        RoutingRule.Engagement.NONE)));
        TenantRule tries = new TenantRule(null, List.of(), Set.of(), null, null, TRIAL);
        Comparing comparing = new Comparing(
                (_, _, _, _) -> CompletableFuture.completedFuture(List.of()),
                new RulesInForce(_ -> tries, rig.paths),
                10);

        assertEquals(new Comparing.Outcome.Unknown("by-rule", true), outcome(comparing, ""));
    }

    private static RulesInForce rules(TenantRule rule) {
        return new RulesInForce(_ -> rule, new Rig().paths);
    }

    @Test
    void compare_readsNoMoreThanItMay() {
        TriedDecisions many = (_, _, _, max) ->
                CompletableFuture.completedFuture(Collections.nCopies(max, decision(Arm.CONTROL, 1, .5, 1, null)));
        Comparing.Outcome.Compared compared =
                (Comparing.Outcome.Compared) outcome(new Comparing(many, rules(TenantRule.NONE), 10), "t");
        assertEquals(10, compared.comparison().usual().requests());
        assertTrue(compared.comparison().truncated());
    }

    private static Comparing.Outcome outcome(Comparing comparing, String name) {
        return comparing
                .compare(Rig.TENANT, name, Instant.EPOCH)
                .toCompletableFuture()
                .join();
    }
}
