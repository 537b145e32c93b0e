package dev.cortado.router.route;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.ask;
import static dev.cortado.router.decide.World.wishes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.ExchangeRate;
import dev.cortado.router.decide.Option;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decision.Finish;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.estimate.CatalogueEstimates;
import dev.cortado.router.fake.FakeAccounting.Fare;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.profile.Checks;
import dev.cortado.router.profile.Profile;
import dev.cortado.router.route.RouteRequest.Check;
import dev.cortado.router.tenant.LimitUnit;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Requests whose answers are checked: a second attempt is held for from the start.
class EscalationTest {

    private static final TokenUse.Metered NONE = new TokenUse.Metered(0, TokenUse.Counter.ENGINE);
    private static final TokenUse USE = new TokenUse(NONE, NONE, NONE, NONE);
    private static final Checks CHECKS = new Checks(0, 0, List.of(), List.of(), List.of(), true, 0);
    private static final Profile PROFILE =
            new Profile(Rig.TENANT.organisation(), "brand", 1, "", "Be brief.", Optional.of(CHECKS), Instant.EPOCH);
    /// Of the medium variant: 400 bytes, 11 of the profile, 5 of its message and 20 + 5 of the
    /// template at 100, and 1,024 completion tokens at 500 nano-USD.
    private static final long FIRST = 441 * 100 + 1_024 * 500;

    /// Of the large one, at 180 and 1,000: more than the budget has beside the first.
    private static final long SECOND = 441 * 180 + 1_024 * 1_000;

    private final Rig rig = new Rig();

    @Test
    void checkedRequest_holdsForBothAttempts_beforeTheFirstBegins() {
        rig.accounting.ledger.counter(1, LimitUnit.NANO_USD, 10_000_000, Rig.MONTH_END);

        RouteOutcome.Routed routed = routed(route(ask("auto")));

        assertEquals(MEDIUM, routed.placement().option().variant().id());
        assertEquals(NanoUsd.of(FIRST), routed.placement().money());
        assertTrue(routed.escalationHeld());
        assertEquals(FIRST + SECOND, rig.leased());
        assertEquals(1, rig.holds.openCount(), "nothing is signed for the second");
    }

    @Test
    void failedCheck_usesWhatWasHeld_evenWhereTheBudgetIsSpentMeanwhile() {
        Placement first = roomy();
        rig.accounting.leaseFare = () -> Fare.LOST;

        RouteOutcome.Routed second = routed(escalate(first, 40_000));

        assertEquals(
                new AttemptKey(first.key().reservation(), 2), second.placement().key());
        assertEquals(LARGE, second.placement().option().variant().id());
        assertEquals(NanoUsd.of(SECOND), second.placement().money());
        assertEquals(SECOND, second.placement().holds().getFirst().amount());
        assertFalse(second.escalationHeld(), "there is no third");
        assertEquals(1, rig.holds.openCount());
        rig.settling.settle(receipt(second.placement(), 90_000));
        rig.accounting.leaseFare = () -> Fare.AT_ONCE;
        rig.time.pass(Duration.ofSeconds(10));
        assertEquals(130_000, rig.leased(), "each attempt's charge, and nothing else");
    }

    @Test
    void secondThatFails_leavesTheFirstTheAnsweringOne() {
        Placement first = roomy();
        RouteOutcome.Routed second = routed(escalate(first, 40_000));
        assertEquals(second.placement().key(), answering(first), "as long as it runs");

        rig.settling.settle(receipt(second.placement(), 0, Finish.ERROR));

        assertEquals(first.key(), answering(first));
    }

    private AttemptKey answering(Placement placement) {
        return rig.settling
                .find(placement.key().reservation(), Rig.TENANT)
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .answering()
                .key();
    }

    @Test
    void keptCheck_givesTheReserveBack() {
        Placement first = roomy();

        rig.settling.settle(receipt(first, 40_000));
        rig.settling.over(first.key().reservation());
        rig.time.pass(Duration.ofSeconds(10));

        assertEquals(40_000, rig.leased());
        assertInstanceOf(RouteOutcome.UnknownReservation.class, escalate(first, 40_000));
    }

    @Test
    void gatewayThatDied_getsNothingHeldForEver() {
        Placement first = roomy();
        rig.settling.used(
                receipt(first, 40_000),
                rig.store
                        .find(first.key().reservation())
                        .toCompletableFuture()
                        .join()
                        .orElseThrow(),
                first.times().publishBy());

        rig.time.pass(
                Duration.between(rig.time.trueTime(), first.times().publishBy()).plusSeconds(10));

        assertEquals(40_000, rig.leased());
    }

    @Test
    void failedAttempt_givesTheReserveBack_andReservesAnewBesideTheNext() {
        Placement first = roomy();

        RouteOutcome.Routed second = routed(
                rig.await(rig.router.reroute(request(ask("auto")), first.key(), Optional.of(receipt(first, 0)))));
        rig.time.pass(Duration.ofSeconds(10));

        assertEquals(LARGE, second.placement().option().variant().id());
        assertFalse(second.escalationHeld(), "the medium variant failed, so nothing else is left");
        assertEquals(second.placement().money().nanos(), rig.leased());
    }

    @Test
    void budgetForTheFirstAlone_leavesItAlone() {
        // The large variant takes 20 template tokens at 180 and one completion token at 1,000 at the least.
        rig.accounting.ledger.others(1, Rig.CAP - FIRST - 4_000);

        RouteOutcome.Routed routed = routed(route(ask("auto")));

        assertEquals(NanoUsd.of(FIRST), routed.placement().money());
        assertFalse(routed.escalationHeld());
        assertInstanceOf(RouteOutcome.UnknownReservation.class, escalate(routed.placement(), 1_000));
    }

    @Test
    void highestCost_isForBothAttemptsTogether() {
        rig.accounting.ledger.counter(1, LimitUnit.NANO_USD, 10_000_000, Rig.MONTH_END);
        NanoUsd most = NanoUsd.of(FIRST + 300_000);

        RouteOutcome.Routed routed = routed(route(wishes("auto", null, most, null, Lane.REALTIME, Set.of())));

        assertTrue(routed.escalationHeld());
        assertEquals(most.nanos(), rig.leased());
    }

    @Test
    void highestCost_ofWhichAVerifierSpentSome_leavesNoMoreThanIsLeft() {
        rig.accounting.ledger.counter(1, LimitUnit.NANO_USD, 10_000_000, Rig.MONTH_END);
        long reserved = 300_000;
        Placement first = routed(route(costing(FIRST + reserved))).placement();
        Placement second = routed(route(costing(FIRST + reserved))).placement();

        RouteOutcome enough = rig.await(
                rig.router.reroute(request(costing(reserved)), first.key(), Optional.of(receipt(first, 40_000)), true));
        RouteOutcome tooLittle = rig.await(rig.router.reroute(
                request(costing(reserved - 1)), second.key(), Optional.of(receipt(second, 40_000)), true));

        assertEquals(NanoUsd.of(reserved), routed(enough).placement().money());
        assertFalse(tooLittle instanceof RouteOutcome.Routed, tooLittle.toString());
        rig.time.pass(Duration.ofSeconds(10));
        assertEquals(2 * 40_000 + reserved, rig.leased(), "what was held for it is given back");
    }

    private static Wishes costing(long nanoUsdMax) {
        return wishes("auto", null, NanoUsd.of(nanoUsdMax), null, Lane.REALTIME, Set.of());
    }

    @Test
    void requestThatAsksForACheck_holdsForBothAttempts_withoutAProfile() {
        rig.accounting.ledger.counter(1, LimitUnit.NANO_USD, 10_000_000, Rig.MONTH_END);

        RouteOutcome.Routed routed = routed(
                rig.await(rig.router.route(Rig.request(Rig.TENANT, ask("auto")).asChecked(Check.JUDGES_SOME))));

        assertTrue(routed.escalationHeld());
    }

    @Test
    void samplesOfOneAnswer_areHeldForLikeOneText_severalChoicesAreNot() {
        rig.accounting.ledger.counter(1, LimitUnit.NANO_USD, 100_000_000, Rig.MONTH_END);
        Wishes three =
                new Wishes("auto", Lane.REALTIME, 400, 1, TokenCount.of(100), false, null, null, null, Set.of(), 3, 0);

        assertTrue(routed(rig.await(
                        rig.router.route(Rig.request(Rig.TENANT, three).asSampled())))
                .escalationHeld());
        assertFalse(routed(rig.await(
                        rig.router.route(Rig.request(Rig.TENANT, three).asChecked(Check.JUDGES_SOME))))
                .escalationHeld());
    }

    @Test
    void checkThatDecides_asksTheCheaperFirst_andWhatThePolicyPrefersIsHeldBehindIt() {
        Rig paying = payingForLarge();
        RouteRequest asked = Rig.request(Rig.TENANT, ask("auto")).asChecked(Check.DECIDES);

        RouteOutcome.Routed first = routed(paying.await(paying.router.route(asked)));
        assertEquals(MEDIUM, first.placement().option().variant().id());
        assertTrue(first.escalationHeld());
        RouteOutcome.Routed second = routed(paying.await(paying.router.reroute(
                asked, first.placement().key(), Optional.of(receipt(first.placement(), 0)), true)));
        assertEquals(LARGE, second.placement().option().variant().id());
    }

    @Test
    void profileWithRules_asksTheCheaperFirstToo_andTheExplanationSaysSo() {
        Choice.Chosen explained = explained(request(ask("auto")));

        assertEquals(List.of(MEDIUM, LARGE), variants(explained));
        assertTrue(explained.grounds().cascaded());
    }

    @Test
    void checkThatMayFindNothing_orRoomForOneAlone_leavesTheFirstToThePolicy() {
        Choice.Chosen some = explained(Rig.request(Rig.TENANT, ask("auto")).asChecked(Check.JUDGES_SOME));
        assertEquals(List.of(LARGE, MEDIUM), variants(some));
        assertFalse(some.grounds().cascaded());
        // More than the large answer takes, and less than both at the least.
        Wishes ceiling = wishes("auto", null, NanoUsd.of(SECOND), null, Lane.REALTIME, Set.of());
        assertEquals(
                List.of(MEDIUM, LARGE),
                variants(explained(Rig.request(Rig.TENANT, ceiling).asChecked(Check.DECIDES))));
        Wishes tight = wishes("auto", null, NanoUsd.of(FIRST), null, Lane.REALTIME, Set.of());
        assertEquals(
                List.of(LARGE, MEDIUM),
                variants(explained(Rig.request(Rig.TENANT, tight).asChecked(Check.DECIDES))));
    }

    @Test
    void latencyLimitForOneAlone_leavesTheFirstToThePolicy() {
        // A likely answer takes the medium variant 6.4 s and the large one 13.2 s.
        Wishes hasty = wishes("auto", null, null, Duration.ofSeconds(15), Lane.REALTIME, Set.of());
        Wishes patient = wishes("auto", null, null, Duration.ofSeconds(20), Lane.REALTIME, Set.of());

        assertEquals(
                List.of(LARGE, MEDIUM),
                variants(explained(Rig.request(Rig.TENANT, hasty).asChecked(Check.DECIDES))));
        assertEquals(
                List.of(MEDIUM, LARGE),
                variants(explained(Rig.request(Rig.TENANT, patient).asChecked(Check.DECIDES))));
    }

    /// To whom a step from the medium variant to the large one is worth its price.
    private static Rig payingForLarge() {
        return Rig.of(
                (_, task, catalogue) -> new CatalogueEstimates(task, catalogue),
                Learning.NONE,
                _ -> new TenantRule(new ExchangeRate(NanoUsd.ofUsd(".001")), List.of(), Set.of()));
    }

    private static Choice.Chosen explained(RouteRequest request) {
        ExplainOutcome outcome = payingForLarge()
                .explaining
                .explain(request)
                .toCompletableFuture()
                .join();
        return assertInstanceOf(
                Choice.Chosen.class,
                assertInstanceOf(ExplainOutcome.Explained.class, outcome).chosen());
    }

    /// Of what reaches the floor, in order.
    private static List<VariantId> variants(Choice.Chosen chosen) {
        return chosen.options().stream()
                .limit(chosen.sufficient())
                .map(Option::variant)
                .map(Variant::id)
                .toList();
    }

    @Test
    void streamedOrNamedOrUnchecked_holdsForOneAlone() {
        rig.accounting.ledger.counter(1, LimitUnit.NANO_USD, 10_000_000, Rig.MONTH_END);
        Wishes streamed = wishes("auto", null, null, null, Lane.REALTIME, Set.of("stream"));

        assertFalse(routed(route(streamed)).escalationHeld());
        assertFalse(routed(route(ask("medium"))).escalationHeld());
        assertFalse(routed(rig.route(ask("auto"))).escalationHeld());
    }

    /// Of an ample budget.
    private Placement roomy() {
        rig.accounting.ledger.counter(1, LimitUnit.NANO_USD, 10_000_000, Rig.MONTH_END);
        RouteOutcome.Routed routed = routed(route(ask("auto")));
        assertTrue(routed.escalationHeld());
        return routed.placement();
    }

    private RouteOutcome route(Wishes wishes) {
        return rig.await(rig.router.route(request(wishes)));
    }

    private RouteOutcome escalate(Placement first, long nanoUsd) {
        return rig.await(
                rig.router.reroute(request(ask("auto")), first.key(), Optional.of(receipt(first, nanoUsd)), true));
    }

    private static RouteRequest request(Wishes wishes) {
        return Rig.request(Rig.TENANT, wishes).with(PROFILE);
    }

    private static RouteOutcome.Routed routed(RouteOutcome outcome) {
        return assertInstanceOf(RouteOutcome.Routed.class, outcome);
    }

    private static Word.Receipt receipt(Placement placement, long nanoUsd) {
        return receipt(placement, nanoUsd, Finish.STOP);
    }

    private static Word.Receipt receipt(Placement placement, long nanoUsd, Finish finish) {
        Map<LeaseId, Long> charged = new HashMap<>();
        placement.holds().forEach(held -> charged.put(held.lease(), nanoUsd));
        return new Word.Receipt(
                placement.key(),
                placement.option().node().id(),
                placement.option().node().incarnation(),
                NanoUsd.of(nanoUsd),
                charged,
                USE,
                finish);
    }
}
