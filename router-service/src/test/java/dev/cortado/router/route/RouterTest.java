package dev.cortado.router.route;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static dev.cortado.router.decide.World.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Bar;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.InTrial;
import dev.cortado.router.decide.StopRate;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decide.World;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.decision.Finish;
import dev.cortado.router.decision.RefusedBecause;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.fake.FakeAccounting;
import dev.cortado.router.fake.FakeAccounting.Fare;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.fleet.NodeState;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.RoutingRule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {

    private static final TokenUse.Metered NONE = new TokenUse.Metered(0, TokenUse.Counter.ENGINE);
    private static final TokenUse USE = new TokenUse(NONE, NONE, NONE, NONE);

    private static final RoutingRule NOT_LARGE = new RoutingRule(Set.of("small", "medium"), "", null, null, null);

    private final Rig rig = new Rig();

    @Test
    void route_auto_placesMediumWithTheWholeHold() {
        Placement placement = routed(rig.route(ask("auto")));

        assertEquals(MEDIUM, placement.option().variant().id());
        // 425 prompt tokens at 100 and 1,024 completion tokens at 500 nano-USD.
        assertEquals(NanoUsd.of(42_500 + 512_000), placement.money());
        assertFalse(placement.shortened());
        assertEquals(554_500, rig.leased());
        assertEquals(rig.time.trueTime().plusSeconds(306), placement.times().publishBy());
        assertEquals(NanoUsd.of(Rig.CAP - 554_500), limited(placement.budget()).remaining());
    }

    @Test
    void route_budgetBelowTheWhole_shrinksAndSaysSo() {
        rig.accounting.ledger.others(1, Rig.CAP - 100_000);

        Placement placement = routed(rig.route(ask("medium")));

        assertEquals(NanoUsd.of(100_000), placement.money());
        assertTrue(placement.shortened());
        assertEquals(TokenCount.of((100_000 - 42_500) / 500), placement.completionSurely());
        assertTrue(placement.mayShorten());
    }

    @Test
    void route_clientNamedMaxTokens_isNotShortenedBelowThem() {
        rig.accounting.ledger.others(1, Rig.CAP - 100_000);

        assertInstanceOf(RouteOutcome.BudgetExhausted.class, rig.route(named(512)));
        Placement placement = routed(rig.route(named(128)));
        assertFalse(placement.mayShorten());
        assertFalse(placement.shortened());
    }

    @Test
    void route_roomAtHand_isToldAsAnsweredWithoutAccounting() {
        rig.accounting.leaseFare = () -> FakeAccounting.Fare.after(Duration.ofMillis(20), Duration.ofMillis(10));
        routed(rig.route(ask("small")));
        rig.time.pass(Duration.ofMillis(100));

        routed(rig.route(ask("small")));

        assertEquals(List.of(new Rig.Told(true, Duration.ofMillis(30)), new Rig.Told(false, Duration.ZERO)), rig.told);
        assertEquals(rig.told, rig.admitted);
    }

    @Test
    void route_nothingSuitable_isNoAdmission() {
        assertInstanceOf(RouteOutcome.NothingSuitable.class, rig.route(ask("nothing-of-this-name")));

        assertEquals(1, rig.told.size());
        assertEquals(List.of(), rig.admitted);
    }

    @Test
    void route_windowEndsWhileAccountingIsAsked_isAskedAgainInTheNextOne() {
        Instant end = rig.time.trueTime().plusMillis(10);
        rig.accounting.ledger.counter(2, LimitUnit.NANO_USD, 1, end);
        rig.accounting.path = () -> new PathAnswer.Limits(rig.accounting.ledger.path(
                rig.time.trueTime(), rig.time.trueTime().isBefore(end) ? 2 : 1));
        rig.accounting.leaseFare = () -> FakeAccounting.Fare.after(Duration.ofMillis(20), Duration.ZERO);

        var outcome = rig.router.route(Rig.request(Rig.TENANT, ask("medium"))).toCompletableFuture();
        rig.time.pass(Duration.ofMillis(50));

        routed(outcome.join());
        assertEquals(1, rig.admitted.size());
    }

    @Test
    void route_firstRefusal_comesWhenTheTemplateAndOneTokenCannotBePaid() {
        // 20 template tokens at 100 and one completion token at 500.
        rig.accounting.ledger.others(1, Rig.CAP - 2_500);
        routed(rig.route(ask("medium")));
        rig.time.pass(Duration.ofMillis(100));

        Rig poorer = new Rig();
        poorer.accounting.ledger.others(1, Rig.CAP - 2_499);
        RouteOutcome.BudgetExhausted exhausted =
                assertInstanceOf(RouteOutcome.BudgetExhausted.class, poorer.route(ask("medium")));
        poorer.time.pass(Duration.ofMillis(100));

        assertEquals(NanoUsd.of(2_499), limited(exhausted.budget()).remaining());
        assertEquals(Rig.MONTH_END, limited(exhausted.budget()).renewsAt());
        assertEquals(0, poorer.leased(), "a refusal leaves no hold");
        assertTrue(poorer.store.decided.isEmpty());
    }

    @Test
    void route_tenantSuspended_isRefused() {
        rig.accounting.path = () -> new PathAnswer.Suspended("team team-7");

        assertEquals(new RouteOutcome.TenantSuspended("team team-7"), rig.route(ask("auto")));
    }

    /// The push that tells of a suspension makes the router forget the path.
    @Test
    void route_suspendedWhileSomethingIsLeased_isRefusedAtOnceAndTheLeaseGoesBack() {
        Placement running = routed(rig.route(ask("small")));
        Placement done = routed(rig.route(ask("small")));
        rig.settling.unused(done.key(), false);
        assertTrue(rig.leased() > 0);

        rig.accounting.path = () -> new PathAnswer.Suspended("team team-7");
        rig.paths.forget("team");

        assertEquals(new RouteOutcome.TenantSuspended("team team-7"), rig.route(ask("small")));
        rig.time.pass(Rig.SLACK.idleAfter().plusSeconds(2));
        assertEquals(running.money().nanos(), rig.leased(), "what runs goes on, and nothing idle is kept");
        rig.settling.unused(running.key(), false);
        rig.time.pass(Rig.SLACK.idleAfter().plusSeconds(2));
        assertEquals(0, rig.leased());
    }

    @Test
    void route_ruleOnThePath_binds() {
        rig.accounting.path = () -> pathWith(NOT_LARGE);

        RouteOutcome.NothingSuitable nothing =
                assertInstanceOf(RouteOutcome.NothingSuitable.class, rig.route(ask("large")));
        assertEquals(
                Bar.Kind.VARIANT,
                assertInstanceOf(Choice.Barred.class, nothing.choice()).by());
        routed(rig.route(ask("medium")));
    }

    /// The push that tells of the rule makes the router forget the path, though the budget's limits are what they were.
    @Test
    void route_ruleThatComesWhileAHoldIsWaitedFor_bindsThatRequestToo() {
        rig.accounting.leaseFare = () -> Fare.after(Duration.ofMillis(20), Duration.ofMillis(10));
        var outcome = rig.router.route(Rig.request(Rig.TENANT, ask("large"))).toCompletableFuture();
        assertFalse(outcome.isDone());

        rig.accounting.path = () -> pathWith(NOT_LARGE);
        rig.paths.forget("project");

        RouteOutcome.NothingSuitable nothing = assertInstanceOf(RouteOutcome.NothingSuitable.class, rig.await(outcome));
        assertInstanceOf(Choice.Barred.class, nothing.choice());
    }

    @Test
    void route_exchangeRateOfThePath_buysWhatItIsWorth() {
        assertEquals(MEDIUM, routed(rig.route(ask("auto"))).option().variant().id());

        rig.accounting.path = () -> pathWith(new RoutingRule(Set.of(), "", NanoUsd.of(1_000_000_000), null, null));
        rig.paths.forget("project");

        Decision decision = decision(routed(rig.route(ask("auto"))));
        assertEquals(
                StopRate.Source.EXCHANGE_RATE,
                Objects.requireNonNull(decision.grounds()).rate().source());
        assertEquals(LARGE, decision.latest().variant());
    }

    @Test
    void route_trialOfARuleOnThePath_decidesItsShare() {
        RoutingRule rule = new RoutingRule(
                Set.of(),
                "",
                null,
                null,
                null,
                null,
                null,
                new RoutingRule.Trial("cheaper", "cheapest-sufficient", null, .3, .999_999, false),
                RoutingRule.Engagement.NONE);
        rig.accounting.path = () -> pathWith(rule);

        Decision decision = decision(routed(rig.route(ask("auto"))));

        assertEquals(SMALL, decision.latest().variant());
        InTrial part = Objects.requireNonNull(
                Objects.requireNonNull(decision.grounds()).trial());
        assertEquals("cheaper", part.trial());
    }

    private PathAnswer pathWith(RoutingRule rule) {
        return new PathAnswer.Limits(rig.accounting.ledger.path(rig.time.trueTime(), 1), List.of(), List.of(rule));
    }

    @Test
    void route_unknownTenant_isRefused() {
        rig.accounting.path = PathAnswer.UnknownTenant::new;

        assertInstanceOf(RouteOutcome.UnknownTenant.class, rig.route(ask("auto")));
    }

    @Test
    void route_sessionTooOld_isUnavailableWithoutAsking() {
        rig.accounting.sessionFare = () -> Fare.LOST;
        rig.time.pass(Duration.ofSeconds(15));
        rig.report();
        rig.accounting.messages.clear();

        assertInstanceOf(RouteOutcome.AccountingUnavailable.class, rig.route(ask("auto")));
        assertTrue(rig.accounting.messages.isEmpty());
    }

    @Test
    void route_leaseUnanswered_isUnavailableAndLeavesNothing() {
        rig.accounting.leaseFare = () -> Fare.LOST;
        var routing = rig.router.route(Rig.request(Rig.TENANT, ask("auto"))).toCompletableFuture();
        rig.time.pass(Duration.ofSeconds(2));

        assertInstanceOf(RouteOutcome.AccountingUnavailable.class, routing.join());
        rig.accounting.leaseFare = () -> Fare.AT_ONCE;
        rig.time.pass(Duration.ofSeconds(2));
        assertEquals(0, rig.leased());
        assertEquals(0, rig.holds.openCount());
    }

    @Test
    void route_counterGoneMeanwhile_fetchesThePathAnewAndSucceeds() {
        routed(rig.route(ask("small")));
        rig.accounting.ledger.counter(9, LimitUnit.NANO_USD, Rig.CAP, Rig.MONTH_END);
        rig.accounting.ledger.remove(1);
        rig.accounting.path = () -> new PathAnswer.Limits(rig.accounting.ledger.path(rig.time.trueTime(), 9));

        Placement placement = routed(rig.route(ask("medium")));

        assertEquals(9, placement.holds().getFirst().counter().value());
    }

    @Test
    void route_tokensOfOneOrganisation_goToOnePartition() {
        int first = routed(rig.route(ask("small"))).partition();

        assertEquals(first, routed(rig.route(ask("small"))).partition());
        assertTrue(first >= 0 && first < 4);
    }

    @Test
    void route_answerOverSoon_isOfTheShortSessionWithAShortToken() {
        Placement placement = routed(rig.route(soon()));

        assertEquals(rig.sessions.present(SessionClass.SHORT).orElseThrow().id(), placement.session());
        assertEquals(rig.time.trueTime().plusSeconds(34), placement.times().publishBy());
    }

    @Test
    void route_answerThatMightTakeLonger_isOfTheLongSession() {
        Placement placement = routed(rig.route(ask("large")));

        assertEquals(rig.sessions.present(SessionClass.LONG).orElseThrow().id(), placement.session());
    }

    @Test
    void route_pathChangedWhileTheHoldWasWaitedFor_isHeldAgainstTheNewOne() {
        rig.accounting.leaseFare = () -> Fare.after(Duration.ofMillis(5), Duration.ofMillis(5));
        var routing = rig.router.route(Rig.request(Rig.TENANT, soon()));
        rig.time.pass(Duration.ofMillis(3));
        rig.accounting.ledger.counter(9, LimitUnit.REQUESTS, 10, Rig.MONTH_END);
        rig.accounting.path = () -> new PathAnswer.Limits(rig.accounting.ledger.path(rig.time.trueTime(), 1, 9));
        rig.paths.forgetAll();

        Placement placement = routed(rig.await(routing));
        assertEquals(2, placement.holds().size());
    }

    @Test
    void settle_receipt_freesTheRestAndTellsTheCost() {
        Placement placement = routed(rig.route(ask("auto")));

        SettleOutcome.Accepted accepted =
                assertInstanceOf(SettleOutcome.Accepted.class, rig.settling.settle(receipt(placement, 54_500)));
        rig.time.pass(Duration.ofMillis(50));

        assertEquals(NanoUsd.of(Rig.CAP - 54_500), limited(accepted.budget()).remaining());
        assertEquals(54_500, rig.leased());
        assertEquals(Optional.of(NanoUsd.of(54_500)), decision(placement).cost());
    }

    @Test
    void settle_repeated_changesNothingAndAnswersAlike() {
        Placement placement = routed(rig.route(ask("auto")));
        SettleOutcome first = rig.settling.settle(receipt(placement, 54_500));

        assertEquals(first, rig.settling.settle(receipt(placement, 54_500)));
        rig.time.pass(Duration.ofMillis(50));
        assertEquals(54_500, rig.leased());
    }

    @Test
    void settle_anotherNodesWord_isRejectedAndKeepsTheHold() {
        Placement placement = routed(rig.route(ask("auto")));
        Word wrong = new Word.Refusal(
                placement.key(), new NodeId("cpu-large-1"), new NodeIncarnation("x"), RefusedBecause.QUEUE_FULL);

        assertInstanceOf(SettleOutcome.Rejected.class, rig.settling.settle(wrong));
        assertEquals(1, rig.holds.openCount());
    }

    @Test
    void settle_tokenUsedBefore_keepsTheHold() {
        Placement placement = routed(rig.route(ask("auto")));

        rig.settling.settle(refusal(placement, RefusedBecause.TOKEN_USED));

        assertEquals(1, rig.holds.openCount(), "the first use may run at this moment");
    }

    @Test
    void settle_refusalForWantOfCapacity_releasesAllAndAvoidsTheNode() {
        Placement placement = routed(rig.route(ask("auto")));

        rig.settling.settle(refusal(placement, RefusedBecause.QUEUE_FULL));
        rig.time.pass(Duration.ofMillis(50));

        assertEquals(0, rig.leased());
        assertEquals(NodeState.CLOSED, rig.fleet.state("cpu-small-1"));
        assertEquals(Optional.of(NanoUsd.ZERO), decision(placement).cost());
    }

    @Test
    void settle_refusalSinceTheTenantsShareIsFull_leavesTheNodeToOthers() {
        Placement placement = routed(rig.route(ask("auto")));

        rig.settling.settle(refusal(placement, RefusedBecause.TENANT_SHARE_FULL));

        assertEquals(NodeState.UP, rig.fleet.state("cpu-small-1"));
        assertEquals(Optional.of(NanoUsd.ZERO), decision(placement).cost());
    }

    @Test
    void settle_notInMemory_isToldToTheStore() {
        Placement placement = routed(new Rig().route(ask("auto")));

        assertInstanceOf(SettleOutcome.AcceptedElsewhere.class, rig.settling.settle(receipt(placement, 10)));
        assertInstanceOf(Fate.Settled.class, rig.store.ended.get(placement.key()));
    }

    @Test
    void reroute_afterRefusal_isTheNextAttemptElsewhere() {
        Placement first = routed(rig.route(ask("auto")));

        Placement second = routed(reroute(first, Optional.of(refusal(first, RefusedBecause.VARIANT_NOT_LOADED))));
        rig.time.pass(Duration.ofMillis(50));

        assertEquals(new AttemptKey(first.key().reservation(), 2), second.key());
        assertEquals(LARGE, second.option().variant().id());
        assertEquals(second.money().nanos(), rig.leased(), "the refused attempt's hold went back");
        assertEquals(2, decision(first).attempts().size());
    }

    @Test
    void reroute_promptTooLong_goesToALongerContextAndReleasesTheHold() {
        longLarge();
        Placement first = routed(rig.route(ask("auto")));

        Placement second = routed(reroute(first, Optional.of(tooLong(first))));
        rig.time.pass(Duration.ofMillis(50));

        assertEquals(MEDIUM, first.option().variant().id());
        assertEquals(LARGE, second.option().variant().id());
        assertEquals(second.money().nanos(), rig.leased(), "the refused attempt's hold went back");
        assertEquals(
                new Fate.Refused(RefusedBecause.CONTEXT_TOO_LONG, TokenCount.of(9_000), TokenCount.of(8_192)),
                decision(first).attempts().getFirst().fate());
    }

    @Test
    void reroute_promptTooLongForEveryContext_tellsTheLongestAndHoldsNothing() {
        Placement first = routed(rig.route(ask("auto")));

        RouteOutcome.NothingSuitable nothing =
                assertInstanceOf(RouteOutcome.NothingSuitable.class, reroute(first, Optional.of(tooLong(first))));

        assertEquals(new Choice.ContextTooLong(TokenCount.of(9_000), TokenCount.of(8_192)), nothing.choice());
        assertEquals(Duration.ZERO, nothing.retryAfter());
        rig.time.pass(Duration.ofMillis(50));
        assertEquals(0, rig.holds.openCount());
        assertEquals(0, rig.leased());
    }

    @Test
    void reroute_afterAFurtherFailure_stillKnowsTheContextThatWasTooShort() {
        longLarge();
        Placement first = routed(rig.route(ask("auto")));
        Placement second = routed(reroute(first, Optional.of(tooLong(first))));

        RouteOutcome third = reroute(second, Optional.of(refusal(second, RefusedBecause.VARIANT_NOT_LOADED)));

        assertInstanceOf(RouteOutcome.NothingSuitable.class, third, "neither small nor medium has a longer one");
    }

    @Test
    void explain_promptTooLongForEveryContext_isRefusedAlike() {
        ExplainOutcome.Refused refused = assertInstanceOf(
                ExplainOutcome.Refused.class,
                rig.explaining
                        .explain(Rig.request(Rig.TENANT, ask("auto", null, 2_000_000)))
                        .toCompletableFuture()
                        .join());

        assertEquals(
                new RouteOutcome.NothingSuitable(
                        new Choice.ContextTooLong(TokenCount.of(15_625), TokenCount.of(8_192)), Duration.ZERO),
                refused.why());
        assertEquals(refused.why(), rig.route(ask("auto", null, 2_000_000)));
    }

    @Test
    void reroute_nothingHeard_holdsBesideTheFirst() {
        Placement first = routed(rig.route(brief()));

        Placement second = routed(reroute(first, Optional.empty()));

        assertEquals(2, rig.holds.openCount());
        assertNotEquals(first.option().variant().id(), second.option().variant().id());
        assertTrue(decision(first).cost().isEmpty(), "open while one attempt is");
    }

    @Test
    void reroute_anotherTenant_isUnknown() {
        Placement first = routed(rig.route(ask("auto")));

        assertInstanceOf(
                RouteOutcome.UnknownReservation.class,
                rig.await(rig.router.reroute(
                        Rig.request(Rig.tenant("org", "other"), ask("auto")), first.key(), Optional.empty())));
        assertEquals(1, rig.holds.openCount());
    }

    @Test
    void reroute_unknownReservation_isUnknown() {
        Placement elsewhere = routed(new Rig().route(ask("auto")));

        assertInstanceOf(RouteOutcome.UnknownReservation.class, reroute(elsewhere, Optional.empty()));
    }

    @Test
    void reroute_sameAttemptTwice_isRefusedTheSecondTime() {
        Placement first = routed(rig.route(brief()));
        routed(reroute(first, Optional.empty()));

        assertInstanceOf(RouteOutcome.UnknownReservation.class, reroute(first, Optional.empty()));
    }

    /// Both began while the failed attempt was still the latest, and both have to ask accounting for room.
    @Test
    void reroute_sameAttemptTwiceAtOnce_placesOneAndGivesTheOthersRoomBack() {
        Placement first = routed(rig.route(brief()));
        RouteRequest again = Rig.request(
                Rig.TENANT,
                new Wishes("auto", Lane.REALTIME, 400, 1, TokenCount.of(50), false, null, null, null, Set.of()));
        rig.accounting.leaseFare = () -> FakeAccounting.Fare.after(Duration.ofMillis(2), Duration.ofMillis(2));
        var one = rig.router.reroute(again, first.key(), Optional.empty());
        var other = rig.router.reroute(again, first.key(), Optional.empty());

        Placement second = routed(rig.await(one));
        assertInstanceOf(RouteOutcome.UnknownReservation.class, rig.await(other));
        rig.time.pass(Duration.ofSeconds(10));
        assertEquals(2, rig.holds.openCount());
        assertEquals(first.money().nanos() + second.money().nanos(), rig.leased(), "nothing else is kept");
    }

    @Test
    void tick_pastPublishByAndSkew_abandonsAndSaysSo() {
        Placement placement = routed(rig.route(ask("auto")));
        Instant publishBy = placement.times().publishBy();

        rig.settling.ticked(placement.partition(), publishBy.plusMillis(1_000));
        assertEquals(1, rig.holds.openCount());
        rig.settling.ticked(placement.partition(), publishBy.plusMillis(1_001));
        rig.time.pass(Duration.ofMillis(50));

        assertEquals(placement.key(), rig.abandoned.getFirst().key());
        assertEquals(0, rig.leased());
        assertInstanceOf(Fate.Abandoned.class, decision(placement).latest().fate());
    }

    @Test
    void tick_afterReceipt_abandonsNothing() {
        Placement placement = routed(rig.route(ask("auto")));
        rig.settling.settle(receipt(placement, 100));

        rig.settling.ticked(placement.partition(), placement.times().publishBy().plusSeconds(60));

        assertTrue(rig.abandoned.isEmpty());
    }

    @Test
    void used_eventOfOwnHold_settlesIt() {
        Placement placement = routed(rig.route(ask("auto")));

        rig.settling.used(
                receipt(placement, 700), decision(placement), placement.times().publishBy());

        assertEquals(Optional.of(NanoUsd.of(700)), decision(placement).cost());
        assertEquals(0, rig.holds.openCount());
    }

    @Test
    void used_eventAppendedTooLate_leavesTheHoldToTheTick() {
        Placement placement = routed(rig.route(ask("auto")));

        rig.settling.used(
                receipt(placement, 700),
                decision(placement),
                placement.times().publishBy().plusMillis(1));

        assertEquals(1, rig.holds.openCount());
    }

    @Test
    void used_eventOfAnotherLife_isRecovered() {
        Rig before = new Rig();
        Placement placement = routed(before.route(ask("auto")));
        Decision fromEvent = before.store
                .find(placement.key().reservation())
                .toCompletableFuture()
                .join()
                .orElseThrow();

        rig.settling.used(receipt(placement, 700), fromEvent, placement.times().publishBy());

        assertEquals(List.of(fromEvent), rig.store.recovered);
    }

    @Test
    void find_anotherProjectsDecision_isNotShown() {
        Placement placement = routed(rig.route(ask("auto")));

        assertTrue(find(placement, Rig.tenant("org", "project")).isPresent());
        assertTrue(find(placement, Rig.tenant("org", "other")).isEmpty());
        assertTrue(find(placement, Rig.tenant("other", "project")).isEmpty());
    }

    @Test
    void unused_placementNoNodeHeardOf_releasesItsHoldAtOnce() {
        Placement placement = routed(rig.route(ask("auto")));

        assertInstanceOf(SettleOutcome.Accepted.class, rig.settling.unused(placement.key(), false));

        assertEquals(0, rig.holds.openCount());
        assertInstanceOf(Fate.Released.class, decision(placement).latest().fate());
        assertEquals(Optional.of(NanoUsd.ZERO), decision(placement).cost());
        rig.time.pass(Duration.ofMillis(50));
        assertEquals(0, rig.leased());
    }

    @Test
    void unused_afterAReceipt_changesNothing() {
        Placement placement = routed(rig.route(ask("auto")));
        rig.settling.settle(receipt(placement, 100));

        rig.settling.unused(placement.key(), false);

        assertEquals(Optional.of(NanoUsd.of(100)), decision(placement).cost());
    }

    @Test
    void unused_attemptThatNeverWas_isRejectedAndKeepsTheHold() {
        Placement placement = routed(rig.route(ask("auto")));

        SettleOutcome outcome =
                rig.settling.unused(new AttemptKey(placement.key().reservation(), 2), false);

        assertInstanceOf(SettleOutcome.Rejected.class, outcome);
        assertEquals(1, rig.holds.openCount());
    }

    @Test
    void unused_notInMemory_isToldToTheStore() {
        Placement placement = routed(new Rig().route(ask("auto")));

        assertInstanceOf(SettleOutcome.AcceptedElsewhere.class, rig.settling.unused(placement.key(), false));
        assertInstanceOf(Fate.Released.class, rig.store.ended.get(placement.key()));
    }

    private Optional<Decision> find(Placement placement, dev.cortado.router.tenant.Tenant tenant) {
        return rig.settling
                .find(placement.key().reservation(), tenant)
                .toCompletableFuture()
                .join();
    }

    private RouteOutcome reroute(Placement failed, Optional<Word> word) {
        return rig.await(rig.router.reroute(Rig.request(Rig.TENANT, brief()), failed.key(), word));
    }

    private Decision decision(Placement placement) {
        return find(placement, Rig.TENANT).orElseThrow();
    }

    /// Answers of 200 tokens at most, so that two of them fit the budget at any variant.
    private static Wishes brief() {
        return new Wishes("auto", Lane.REALTIME, 400, 1, TokenCount.of(200), false, null, null, null, Set.of());
    }

    /// An answer of 16 tokens at most, which any variant gives within seconds.
    private static Wishes soon() {
        return new Wishes("medium", Lane.REALTIME, 400, 1, TokenCount.of(16), true, null, null, null, Set.of());
    }

    private static Wishes named(long completion) {
        return new Wishes("medium", Lane.REALTIME, 400, 1, TokenCount.of(completion), true, null, null, null, Set.of());
    }

    private static Word.Receipt receipt(Placement placement, long cost) {
        Map<LeaseId, Long> charged = new HashMap<>();
        placement.holds().forEach(held -> charged.put(held.lease(), cost));
        return new Word.Receipt(
                placement.key(),
                placement.option().node().id(),
                placement.option().node().incarnation(),
                NanoUsd.of(cost),
                charged,
                USE,
                Finish.STOP);
    }

    private static Word.Refusal refusal(Placement placement, RefusedBecause reason) {
        return new Word.Refusal(
                placement.key(),
                placement.option().node().id(),
                placement.option().node().incarnation(),
                reason);
    }

    /// The node's word that it counted 9,000 tokens, which its context of 8,192 has no room for.
    private static Word.Refusal tooLong(Placement placement) {
        return new Word.Refusal(
                placement.key(),
                placement.option().node().id(),
                placement.option().node().incarnation(),
                RefusedBecause.CONTEXT_TOO_LONG,
                TokenCount.of(9_000),
                TokenCount.of(8_192));
    }

    /// Large has a context that holds more.
    private void longLarge() {
        rig.world.up.set(
                1, World.node("cpu-large-1", "cpu-large", World.load(LARGE, new Occupancy(4, 0, 0, 8), 32_768)));
        rig.report();
    }

    private static Placement routed(RouteOutcome outcome) {
        return assertInstanceOf(RouteOutcome.Routed.class, outcome).placement();
    }

    private static BudgetView.Limited limited(BudgetView budget) {
        return assertInstanceOf(BudgetView.Limited.class, budget);
    }
}
