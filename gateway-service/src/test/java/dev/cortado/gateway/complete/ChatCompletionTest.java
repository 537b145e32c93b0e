package dev.cortado.gateway.complete;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.complete.Platform.Script;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.AttemptRefusal.Kind;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener.Accepted;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.generate.Usage;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.route.Routing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChatCompletionTest {

    private final Platform platform = new Platform();

    private static Finished end(FinishReason reason) {
        return new Finished(Platform.WORD, new Usage(1L, 0L, 1L), reason, Map.of(), NanoUsd.of(1), "");
    }

    private static AttemptRefusal refusal(Kind kind) {
        return new AttemptRefusal(Platform.WORD, kind, "why", 1, NanoUsd.of(1), 1);
    }

    private void begin(Script... scripts) {
        platform.scripts.addAll(List.of(scripts));
        ChatCompletion.begin(platform.steps(), platform, bug -> platform.bugs.add(bug));
    }

    private void assertOver() {
        assertEquals(0, platform.concurrency.running(), "a permit was kept");
        assertEquals(List.of(), platform.bugs);
        assertEquals(List.of(), platform.openHolds(), "a hold was forgotten");
    }

    @Test
    void finished_isSettledBeforeItIsCompleted() {
        begin(node -> {
            node.accepted(new Accepted(1, 10, true));
            node.delta(Delta.text("a"));
            node.finished(end(FinishReason.LENGTH));
        });
        assertEquals(List.of("accepted", "delta a", "settle 1 Receipt", "completed"), platform.log);
        assertTrue(platform.completed().shortenedByBudget());
        assertOver();
    }

    @Test
    void clientThatReadsSlowly_pausesTheNode_andLetsItOnAgain() {
        platform.readsSlowly = true;
        begin(node -> node.delta(Delta.text("a")));
        assertEquals(List.of("delta a", "pause"), platform.log);
        platform.ready();
        assertEquals("resume", platform.log.getLast());
    }

    @Test
    void refusalElsewhere_isRerouted_atMostAttemptsMaxTimes() {
        Script refuse = node -> node.refused(refusal(Kind.ELSEWHERE));
        begin(refuse, refuse, refuse, refuse);
        assertEquals(
                List.of("reroute 1 Refusal", "reroute 2 Refusal", "settle 3 Refusal", "refused AttemptsExhausted"),
                platform.log);
        assertOver();
    }

    @Test
    void promptTooLong_isTriedWhereTheContextIsLonger() {
        begin(node -> node.refused(refusal(Kind.CONTEXT_TOO_LONG)), node -> node.finished(end(FinishReason.STOP)));
        assertEquals(List.of("reroute 1 Refusal", "settle 2 Receipt", "completed"), platform.log);
        assertOver();
    }

    @Test
    void promptTooLongForTheLongestContext_isToldAsItsNodeSaid() {
        beginTooLong(new RouteRefusal.ContextTooLong("bounded", 1, 1));
        assertEquals(List.of("reroute 1 Refusal", "refused ContextTooLong"), platform.log);
        assertOver();
    }

    @Test
    void promptTooLongForALongerContextToo_isToldAsTheRouterSays() {
        RouteRefusal none = new RouteRefusal.ContextTooLong("too long", 9_000, 8_192);
        beginTooLong(none);
        assertEquals(List.of("reroute 1 Refusal", "refused NotRouted"), platform.log);
        assertEquals(new Refusal.NotRouted(none), platform.refusal());
        assertFalse(platform.refusalMayBeCharged);
        assertOver();
    }

    @Test
    void promptTooLong_whereALongerContextIsNotWithinTheWishes_isToldAsTheNodeSaid() {
        for (RouteRefusal outOfReach : List.of(
                new RouteRefusal.CostUnreachable("", NanoUsd.of(5), null),
                new RouteRefusal.BudgetExhausted("", Platform.AFTER),
                new RouteRefusal.LatencyUnreachable("", Duration.ofSeconds(1), null))) {
            platform.clear();
            beginTooLong(outOfReach);
            assertEquals(List.of("reroute 1 Refusal", "refused ContextTooLong"), platform.log);
            assertOver();
        }
    }

    @Test
    void promptTooLong_whileTheLongerContextIsAway_isWorthAskingAgain() {
        for (RouteRefusal away : List.of(
                new RouteRefusal.NoNode("", Duration.ofSeconds(2)),
                new RouteRefusal.RouterUnreachable("timed out"),
                new RouteRefusal.UnknownReservation("restarted"))) {
            platform.clear();
            beginTooLong(away);
            assertEquals(new Refusal.NotRouted(away), platform.refusal());
            assertOver();
        }
    }

    @Test
    void promptTooLong_inTheLastAttempt_isToldOnceItsHoldIsReleased() {
        Script tooLong = node -> node.refused(refusal(Kind.CONTEXT_TOO_LONG));
        begin(tooLong, tooLong, tooLong);
        assertEquals(
                List.of("reroute 1 Refusal", "reroute 2 Refusal", "settle 3 Refusal", "refused ContextTooLong"),
                platform.log);
        assertOver();
    }

    @Test
    void promptTooLong_inTheLastAttempt_afterOtherRefusals_isWorthAskingAgain() {
        Script refuse = node -> node.refused(refusal(Kind.ELSEWHERE));
        begin(refuse, refuse, node -> node.refused(refusal(Kind.CONTEXT_TOO_LONG)));
        assertEquals(
                List.of("reroute 1 Refusal", "reroute 2 Refusal", "settle 3 Refusal", "refused AttemptsExhausted"),
                platform.log);
        assertOver();
    }

    @Test
    void promptTooLong_thenOtherRefusals_isNotWhatTheClientIsTold() {
        Script refuse = node -> node.refused(refusal(Kind.ELSEWHERE));
        begin(node -> node.refused(refusal(Kind.CONTEXT_TOO_LONG)), refuse, refuse);
        assertEquals("refused AttemptsExhausted", platform.log.getLast());
        assertOver();
    }

    /// The only node finds the prompt too long, and the router places no second attempt for this reason.
    private void beginTooLong(RouteRefusal noSecond) {
        platform.rerouting = CompletableFuture.completedFuture(new Routing.NotPlaced(noSecond));
        begin(node -> node.refused(refusal(Kind.CONTEXT_TOO_LONG)));
        platform.forget(2);
    }

    @Test
    void refusalOfWhatIsNotServed_isNotRerouted() {
        begin(node -> node.refused(refusal(Kind.NOT_SERVED)));
        assertEquals(List.of("settle 1 Refusal", "refused NotServed"), platform.log);
        assertOver();
    }

    @Test
    void errorBeforeADelta_isReroutedWithItsReceipt() {
        begin(node -> node.finished(end(FinishReason.ERROR)), node -> {
            node.delta(Delta.text("b"));
            node.finished(end(FinishReason.STOP));
        });
        assertEquals(List.of("reroute 1 Receipt", "delta b", "settle 2 Receipt", "completed"), platform.log);
        assertOver();
    }

    @Test
    void everyFurtherAttempt_isToldWhatTheRequestWasCharged() {
        begin(
                node -> node.finished(end(FinishReason.ERROR)),
                node -> node.refused(refusal(Kind.ELSEWHERE)),
                node -> node.finished(end(FinishReason.STOP)));
        assertEquals(List.of(NanoUsd.of(1), NanoUsd.of(1)), platform.chargedBefore);
        assertEquals(NanoUsd.of(2), platform.completed().charged());
        assertOver();
    }

    @Test
    void chargedAttempt_thatLeavesTooLittleOfTheHighestCost_isTheEnd() {
        platform.rerouting = CompletableFuture.completedFuture(
                new Routing.NotPlaced(new RouteRefusal.CostUnreachable("", NanoUsd.of(5), null)));
        begin(node -> node.finished(end(FinishReason.ERROR)));
        assertEquals(new Refusal.CostMaxSpent(NanoUsd.of(1)), platform.refusal());
        platform.forget(2);
        assertOver();
    }

    @Test
    void refusal_tellsWhetherAnAttemptMayBeCharged() {
        Script broken = node -> node.finished(end(FinishReason.ERROR));
        Script refuse = node -> node.refused(refusal(Kind.ELSEWHERE));
        Script away = node -> node.notPresented("away");
        for (List<Script> charged : List.of(
                List.<Script>of(node -> node.failed("gone")),
                List.<Script>of(node -> node.meteringUnavailable("no broker")),
                List.<Script>of(node -> node.refused(refusal(Kind.TOKEN_USED))),
                List.of(broken, refuse, away))) {
            platform.clear();
            begin(charged.toArray(Script[]::new));
            assertTrue(platform.refusalMayBeCharged, platform.log.toString());
        }
        platform.clear();
        begin(refuse, away, refuse);
        assertFalse(platform.refusalMayBeCharged, platform.log.toString());
    }

    @Test
    void failureAfterADelta_isNeverTriedAgain() {
        for (Script failure : List.<Script>of(
                node -> node.failed("gone"),
                node -> node.meteringUnavailable("no broker"),
                node -> node.finished(end(FinishReason.ERROR)),
                node -> node.finished(end(FinishReason.CANCELLED)))) {
            platform.clear();
            begin(node -> {
                node.delta(Delta.text("a"));
                failure.play(node);
            });
            assertEquals("delta a", platform.log.getFirst());
            assertTrue(platform.log.getLast().startsWith("refused "), platform.log.toString());
            assertTrue(platform.log.stream().noneMatch(step -> step.startsWith("reroute")), platform.log.toString());
            assertOver();
        }
    }

    @Test
    void refusalAfterADelta_isABreak_andLeavesTheHoldToWhatTheLogSays() {
        for (Kind kind : Kind.values()) {
            platform.clear();
            begin(node -> {
                node.delta(Delta.text("a"));
                node.refused(refusal(kind));
            });
            assertEquals(List.of("delta a", "settle 1 Unheard", "refused BrokenOff"), platform.log);
            assertOver();
        }
    }

    @Test
    void holdTooSmall_isSettledFirst_andCarriesTheBudgetAfterIt() {
        begin(node -> node.refused(refusal(Kind.HOLD_TOO_SMALL)));
        assertEquals(List.of("settle 1 Refusal", "refused HoldTooSmall"), platform.log);
        assertEquals(
                Platform.AFTER,
                assertInstanceOf(Refusal.HoldTooSmall.class, platform.refusal()).budget());
        assertOver();
    }

    @Test
    void clientGone_whileGenerating_cancelsAndSettlesAsUnheard() {
        begin(node -> node.delta(Delta.text("a")));
        platform.leave();
        assertEquals(List.of("delta a", "cancel", "settle 1 Unheard"), platform.log);
        assertOver();
    }

    @Test
    void clientGone_whileRouting_letsTheHoldGoThatComesAfterwards() {
        platform.routing = new CompletableFuture<>();
        begin();
        platform.leave();
        platform.routing.complete(platform.place(1));
        assertEquals(List.of("settle 1 Unused"), platform.log);
        assertOver();
    }

    @Test
    void clientGone_whileRerouting_letsTheNextHoldGo() {
        platform.rerouting = new CompletableFuture<>();
        begin(node -> node.refused(refusal(Kind.ELSEWHERE)));
        platform.leave();
        platform.rerouting.complete(platform.place(2));
        assertEquals(List.of("reroute 1 Refusal", "settle 2 Unused"), platform.log);
        assertOver();
    }

    @Test
    void clientGone_beforeTheNodeGotTheToken_settlesAsUnused() {
        platform.presents = false;
        begin(_ -> {});
        platform.leave();
        assertEquals(List.of("cancel", "settle 1 Unused"), platform.log);
        assertOver();
    }

    @Test
    void bug_beforeTheNodeGotTheToken_settlesAsUnused() {
        platform.bugWhenPlaced = new IllegalStateException("bug");
        begin();
        assertEquals(List.of("settle 1 Unused", "refused Internal"), platform.log);
        assertEquals(1, platform.bugs.size());
        assertEquals(List.of(), platform.openHolds());
    }

    @Test
    void bug_whileTheAnswerIsGiven_isToldToTheClient() {
        platform.bugWhenCompleted = new IllegalStateException("bug");
        begin(node -> node.finished(end(FinishReason.STOP)));
        assertEquals(List.of("settle 1 Receipt", "refused Internal"), platform.log);
        assertEquals(1, platform.bugs.size());
        assertEquals(0, platform.concurrency.running());
    }

    @Test
    void bug_whileAnEndIsHandled_isToldToTheClient_andLeavesNothingTaken() {
        platform.withKey();
        platform.bugWhenSettled = new StackOverflowError();
        begin(node -> node.finished(end(FinishReason.STOP)));
        assertEquals(List.of("claim", "note", "lost", "refused Internal"), platform.log);
        assertEquals(1, platform.bugs.size());
        assertEquals(0, platform.concurrency.running());
    }

    @Test
    void nodeNeverGotTheToken_isReroutedAfterItsHoldIsFree() {
        begin(node -> node.notPresented("refused"), node -> node.finished(end(FinishReason.STOP)));
        assertEquals(List.of("settle 1 Unused", "reroute 1 nothing", "settle 2 Receipt", "completed"), platform.log);
        assertOver();
    }

    @Test
    void nodeNeverGotTheToken_endsAfterAttemptsMaxTimes() {
        Script away = node -> node.notPresented("refused");
        begin(away, away, away);
        assertEquals(
                List.of(
                        "settle 1 Unused",
                        "reroute 1 nothing",
                        "settle 2 Unused",
                        "reroute 2 nothing",
                        "settle 3 Unused",
                        "refused AttemptsExhausted"),
                platform.log);
        assertOver();
    }

    /// What an attempt came to is not known, so that it may be charged: a second one would be charged for the same
    /// answer.
    @Test
    void unknownEndBeforeADelta_isNeverTriedAgain() {
        for (Script unknown :
                List.<Script>of(node -> node.failed("gone"), node -> node.meteringUnavailable("no broker"), node -> {
                    node.accepted(new Accepted(1, 10, false));
                    node.failed("gone");
                })) {
            platform.clear();
            begin(unknown);
            assertEquals("settle 1 Unheard", platform.log.get(platform.log.size() - 2));
            assertTrue(
                    List.of("refused Unheard", "refused NotMetered").contains(platform.log.getLast()),
                    platform.log.toString());
            assertTrue(platform.log.stream().noneMatch(step -> step.startsWith("reroute")), platform.log.toString());
            assertOver();
        }
    }

    @Test
    void tokenUsedBefore_isNeverTriedAgain() {
        begin(node -> node.refused(refusal(Kind.TOKEN_USED)));
        assertEquals(List.of("settle 1 Unheard", "refused Unheard"), platform.log);
        assertOver();
    }

    @Test
    void clientGone_whileSettling_changesNothing() {
        platform.settling = new CompletableFuture<>();
        begin(node -> node.finished(end(FinishReason.STOP)));
        platform.leave();
        platform.settling.complete(Platform.AFTER);
        assertEquals(List.of("settle 1 Receipt"), platform.log);
        assertOver();
    }

    @Test
    void clientGone_whileReading_releasesItsPlace() {
        platform.reading = new CompletableFuture<>();
        begin();
        assertEquals(1, platform.concurrency.running());
        platform.leave();
        assertOver();
    }

    @Test
    void bug_isToldAndEndsTheRequest() {
        platform.reading = CompletableFuture.failedFuture(new IllegalStateException("bug"));
        begin();
        assertEquals(List.of("refused Internal"), platform.log);
        assertEquals(1, platform.bugs.size());
        assertEquals(0, platform.concurrency.running());
    }

    @Test
    void nodeAwayOrUnreachable_isToldToTheRouter() {
        begin(node -> node.notPresented("refused"), node -> node.failed("gone"));

        assertEquals(List.of(1, 2), platform.failedNodes);
    }

    @Test
    void endThatIsNoFaultOfTheNode_isNotHeldAgainstIt() {
        List<Script> ends = List.of(
                node -> node.finished(end(FinishReason.STOP)),
                node -> node.meteringUnavailable("x"),
                node -> node.refused(refusal(Kind.TOKEN_USED)),
                node -> node.notUnderstood("x"),
                node -> node.notRead("x"),
                _ -> platform.leave());
        for (Script script : ends) {
            platform.clear();
            begin(script);

            assertEquals(List.of(), platform.failedNodes);
        }
    }

    /// Whatever nodes and clients do: one end for the client, each hold settled once, no attempt after a delta.
    @Test
    void anyOrderOfEvents_settlesEveryHoldOnce() {
        Random random = new Random(3);
        for (int run = 0; run < 5_000; run++) {
            platform.clear();
            Script chance = node -> {
                int deltas = random.nextInt(4);
                for (int delta = 0; delta < deltas; delta++) {
                    node.delta(Delta.text("d"));
                }
                platform.presents = random.nextBoolean();
                // A node that answered has had the token.
                switch (random.nextInt(deltas == 0 ? 11 : 10)) {
                    case 0 -> node.finished(end(FinishReason.STOP));
                    case 1 -> node.finished(end(FinishReason.ERROR));
                    case 2 -> node.failed("x");
                    case 3 -> node.meteringUnavailable("x");
                    case 4 -> node.refused(refusal(Kind.ELSEWHERE));
                    case 5 -> node.refused(refusal(Kind.HOLD_TOO_SMALL));
                    case 6 -> node.refused(refusal(Kind.TOKEN_USED));
                    case 7 -> node.notUnderstood("x");
                    case 8 -> node.notRead("x");
                    case 9 -> platform.leave();
                    default -> node.notPresented("x");
                }
            };
            begin(chance, chance, chance);
            platform.leave();
            long ends = platform.log.stream()
                    .filter(step -> step.startsWith("refused") || step.startsWith("completed"))
                    .count();
            assertTrue(ends <= 1, platform.log.toString());
            assertTrue(
                    platform.log.stream()
                            .dropWhile(step -> !step.startsWith("delta"))
                            .noneMatch(step -> step.startsWith("reroute")),
                    platform.log.toString());
            assertOver();
        }
    }
}
