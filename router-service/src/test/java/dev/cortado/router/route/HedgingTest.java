package dev.cortado.router.route;

import static dev.cortado.router.decide.World.MEDIUM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decide.World;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.decision.Finish;
import dev.cortado.router.decision.Hedge;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.estimate.CatalogueEstimates;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.fleet.Node;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.route.RouteRequest.Check;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.RoutingRule;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A second attempt beside one that still runs.
class HedgingTest {

    private static final TokenUse.Metered NONE = new TokenUse.Metered(0, TokenUse.Counter.ENGINE);
    private static final TokenUse USE = new TokenUse(NONE, NONE, NONE, NONE);
    private static final Node TWIN =
            World.node("cpu-small-2", "cpu-small", World.load(MEDIUM, new Occupancy(4, 0, 0, 8)));

    private final Rig rig = new Rig();

    @Test
    void hedge_runsBesideTheFirst_onAnotherNodeOfTheVariant_withItsOwnHold() {
        Placement first = routed(rig.route(brief("medium")));
        twin();

        Placement hedge = routed(hedge(first));

        assertEquals(new AttemptKey(first.key().reservation(), 2), hedge.key());
        assertEquals(MEDIUM, hedge.option().variant().id());
        assertNotEquals(first.option().node().id(), hedge.option().node().id());
        assertEquals(Optional.of(new Hedge(1, false)), hedge.hedge());
        assertEquals(2, rig.holds.openCount());
        assertTrue(rig.leased() >= 2 * first.money().nanos(), "both are held for");
        assertEquals(2, decision(first).attempts().size());
    }

    @Test
    void hedge_withoutAnotherNode_isRefused_andTheFirstGoesOn() {
        Placement first = routed(rig.route(brief("medium")));

        assertInstanceOf(RouteOutcome.NothingSuitable.class, hedge(first));

        assertEquals(1, rig.holds.openCount());
        assertEquals(1, decision(first).attempts().size());
    }

    @Test
    void hedge_withoutRoomForBoth_isRefused_andTheFirstGoesOn() {
        rig.accounting.ledger.others(1, Rig.CAP - 100_000);
        Placement first = routed(rig.route(brief("medium")));
        twin();

        assertInstanceOf(RouteOutcome.BudgetExhausted.class, hedge(first));

        rig.settling.settle(receipt(first, 100, Finish.STOP));
        assertEquals(Optional.of(NanoUsd.of(100)), decision(first).cost());
    }

    @Test
    void bothAttempts_areNeverHeldForMoreThanTheRequestMayCost() {
        Placement first = routed(rig.route(brief("medium")));
        twin();
        NanoUsd each = first.money();

        RouteOutcome tooDear = capped(first, each.plus(each).minus(NanoUsd.of(each.nanos() / 2)));
        assertInstanceOf(RouteOutcome.NothingSuitable.class, tooDear);
        assertEquals(each, routed(capped(first, each.plus(each))).money());
    }

    @Test
    void request_isHedgedOnce_andOnlyWhileItRuns() {
        Placement first = routed(rig.route(brief("medium")));
        twin();
        Placement hedge = routed(hedge(first));

        assertInstanceOf(RouteOutcome.UnknownReservation.class, hedge(first));
        assertInstanceOf(RouteOutcome.UnknownReservation.class, hedge(hedge));
        Placement over = routed(rig.route(brief("medium")));
        rig.settling.settle(receipt(over, 100, Finish.STOP));
        assertInstanceOf(RouteOutcome.UnknownReservation.class, hedge(over));
    }

    @Test
    void checkedAnswer_isNotHedged() {
        Placement first = routed(rig.route(brief("auto")));
        twin();

        assertInstanceOf(
                RouteOutcome.UnknownReservation.class,
                rig.await(rig.router.hedge(
                        Rig.request(Rig.TENANT, brief("auto")).asChecked(Check.JUDGES_SOME), first.key())));
    }

    @Test
    void anotherTenant_isUnknown() {
        Placement first = routed(rig.route(brief("medium")));
        twin();

        assertInstanceOf(
                RouteOutcome.UnknownReservation.class,
                rig.await(rig.router.hedge(Rig.request(Rig.tenant("org", "other"), brief("medium")), first.key())));
    }

    @Test
    void winnerAndLoser_areSettledApart_andTheTenantPaysTheWhole() {
        Placement first = routed(rig.route(brief("medium")));
        twin();
        Placement hedge = routed(hedge(first));

        rig.settling.settle(receipt(hedge, 900, Finish.STOP));
        assertTrue(decision(first).cost().isEmpty(), "open while the loser's usage is on its way");
        rig.settling.settle(receipt(first, 300, Finish.CANCELLED));

        assertEquals(Optional.of(NanoUsd.of(900)), decision(first).cost());
        assertEquals(hedge.key(), decision(first).answering().key());
        rig.time.pass(Duration.ofSeconds(10));
        assertEquals(1_200, rig.leased(), "both stay charged until accounting gives the loser's back");
    }

    @Test
    void hedgeThatIsNotHeardOf_leavesTheFirstTheAnsweringOne() {
        Placement first = routed(rig.route(brief("medium")));
        twin();
        routed(hedge(first));

        rig.settling.settle(receipt(first, 900, Finish.STOP));

        assertEquals(first.key(), decision(first).answering().key());
    }

    @Test
    void firstThatWins_isTheAnsweringOne() {
        Placement first = routed(rig.route(brief("medium")));
        twin();
        Placement hedge = routed(hedge(first));

        rig.settling.settle(receipt(first, 900, Finish.LENGTH));
        rig.settling.settle(receipt(hedge, 1_000, Finish.CANCELLED));

        assertEquals(Optional.of(NanoUsd.of(900)), decision(first).cost());
        assertEquals(first.key(), decision(first).answering().key());
    }

    @Test
    void clientThatLeft_paysTheAttemptThatBroughtTokens_elseTheCheaper() {
        TokenUse brought = new TokenUse(NONE, NONE, NONE, new TokenUse.Metered(5, TokenUse.Counter.ENGINE));

        assertEquals(NanoUsd.of(30), Fate.borneByOperator(left(30, USE), left(70, brought)));
        assertEquals(NanoUsd.of(70), Fate.borneByOperator(left(30, USE), left(70, USE)));
        assertEquals(NanoUsd.ZERO, Fate.borneByOperator(left(30, USE), new Fate.Abandoned()));
    }

    private static Fate left(long nanos, TokenUse use) {
        return new Fate.Settled(NanoUsd.of(nanos), use, Finish.CANCELLED);
    }

    @Test
    void tenantThatPaysForHedges_paysBoth() {
        Placement first = routed(rig.route(brief("medium")));
        TenantRule paying = new TenantRule(null, List.of(), Set.of(), null, true, null);

        Journey journey = Hedging.journey(
                Rig.request(Rig.TENANT, brief("medium")), decision(first), paying, rig.catalogue.now(), 1);

        assertEquals(new Hedge(1, true), Objects.requireNonNull(journey.hedge()));
    }

    @Test
    void tenantThatPaysForHedgesByARuleOnItsPath_paysBoth() {
        rig.accounting.path = () -> new PathAnswer.Limits(
                rig.accounting.ledger.path(rig.time.trueTime(), 1),
                List.of(),
                List.of(new RoutingRule(Set.of(), "", null, null, true)));
        Placement first = routed(rig.route(brief("medium")));
        twin();

        assertEquals(Optional.of(new Hedge(1, true)), routed(hedge(first)).hedge());
    }

    @Test
    void tenantWhosePathIsForgotten_paysOneAttempt_sinceNobodyKnowsItsRules() {
        TenantRule paying = new TenantRule(null, List.of(), Set.of(), null, true, null);
        Rig configured =
                Rig.of((_, task, catalogue) -> new CatalogueEstimates(task, catalogue), Learning.NONE, _ -> paying);
        Placement first = routed(configured.route(brief("medium")));
        configured.world.up.add(TWIN);
        configured.report();
        RouteRequest again = Rig.request(Rig.TENANT, brief("medium"));

        configured.paths.forget(Rig.TENANT);
        Placement hedge = routed(configured.await(configured.router.hedge(again, first.key())));

        assertEquals(Optional.of(new Hedge(1, false)), hedge.hedge());
    }

    @Test
    void bothThatFail_areFollowedByAThird_whicheverFailedLast() {
        for (boolean hedgeFailsLast : List.of(true, false)) {
            Placement first = routed(rig.route(brief("auto")));
            twin();
            Placement hedge = routed(hedge(first));
            Placement last = hedgeFailsLast ? hedge : first;
            Placement other = hedgeFailsLast ? first : hedge;
            rig.settling.unused(other.key(), false);
            rig.settling.unused(last.key(), false);

            RouteOutcome third =
                    rig.await(rig.router.reroute(Rig.request(Rig.TENANT, brief("auto")), last.key(), Optional.empty()));

            assertEquals(
                    new AttemptKey(first.key().reservation(), 3), routed(third).key());
            rig.settling.unused(routed(third).key(), false);
        }
    }

    private void twin() {
        if (!rig.world.up.contains(TWIN)) {
            rig.world.up.add(TWIN);
        }
        rig.report();
    }

    private RouteOutcome hedge(Placement running) {
        return rig.await(rig.router.hedge(
                Rig.request(Rig.TENANT, brief(running.option().variant().id().value())), running.key()));
    }

    private Decision decision(Placement placement) {
        return rig.settling
                .find(placement.key().reservation(), Rig.TENANT)
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    /// A hedge of a request that may cost so much in all.
    private RouteOutcome capped(Placement running, NanoUsd highest) {
        Wishes wishes = brief("medium").costingAtMost(highest);
        return rig.await(rig.router.hedge(Rig.request(Rig.TENANT, wishes), running.key()));
    }

    private static Wishes brief(String model) {
        return new Wishes(model, Lane.REALTIME, 400, 1, TokenCount.of(64), true, null, null, null, Set.of("stop"));
    }

    private static Placement routed(RouteOutcome outcome) {
        return assertInstanceOf(RouteOutcome.Routed.class, outcome).placement();
    }

    private static Word.Receipt receipt(Placement placement, long nanos, Finish finish) {
        Map<LeaseId, Long> charged = new HashMap<>();
        placement.holds().forEach(held -> charged.put(held.lease(), nanos));
        return new Word.Receipt(
                placement.key(),
                placement.option().node().id(),
                placement.option().node().incarnation(),
                NanoUsd.of(nanos),
                charged,
                USE,
                finish);
    }
}
