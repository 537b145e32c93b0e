package dev.cortado.gateway.complete;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.gateway.check.AnswerChecks;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.AttemptRefusal.Kind;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener;
import dev.cortado.gateway.generate.GenerationListener.Accepted;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.generate.Usage;
import dev.cortado.gateway.hedge.HedgeRules;
import dev.cortado.gateway.hedge.Hedges;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.route.RoutedProfile;
import dev.cortado.gateway.route.Routing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two nodes race for one request.
class HedgedCompletionTest {

    private static final VariantId VARIANT = new VariantId("v");

    private final Platform platform = new Platform();
    private long now;
    private @Nullable Runnable alarm;

    HedgedCompletionTest() {
        platform.hedges = new Hedges(
                new HedgeRules(.95, Duration.ofMillis(10), Duration.ofMinutes(10), 20, .5, 10),
                (_, action) -> {
                    alarm = action;
                    return () -> alarm = null;
                },
                () -> now);
        for (int i = 0; i < 40; i++) {
            platform.hedges.request();
            platform.hedges.firstToken(VARIANT, "p", now - Duration.ofMillis(50).toNanos());
        }
        platform.hedging = CompletableFuture.completedFuture(platform.place(2));
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertEquals(0, platform.concurrency.running(), "a permit was kept");
        assertEquals(List.of(), platform.bugs);
        assertEquals(List.of(), platform.openHolds(), "a hold was forgotten");
        assertNull(alarm, "an alarm was left set");
    }

    @Test
    void firstTokenOfTheHedge_wins_andTheFirstIsStopped() {
        begin();
        late();
        node(2).accepted(new Accepted(1, 10, false));
        node(2).delta(Delta.text("b"));
        node(2).delta(Delta.text("c"));
        node(2).finished(end(FinishReason.STOP));

        assertEquals(
                List.of(
                        "hedge 1",
                        "hedged",
                        "won by hedge",
                        "cancel",
                        "settle 1 Unheard",
                        "accepted",
                        "delta b",
                        "delta c",
                        "settle 2 Receipt",
                        "completed"),
                platform.log);
        assertEquals(2, platform.completed().routed().attempt());
        assertEquals(NanoUsd.of(1), platform.completed().charged());
    }

    @Test
    void firstTokenOfTheFirst_wins_andTheHedgeIsStopped() {
        begin();
        node(1).accepted(new Accepted(1, 10, false));
        late();
        node(2).accepted(new Accepted(1, 10, false));
        node(1).delta(Delta.text("a"));
        node(1).finished(end(FinishReason.STOP));

        assertEquals(
                List.of(
                        "accepted",
                        "hedge 1",
                        "hedged",
                        "won by first",
                        "cancel",
                        "settle 2 Unheard",
                        "delta a",
                        "settle 1 Receipt",
                        "completed"),
                platform.log);
    }

    @Test
    void tokenInTime_isNotHedged() {
        begin();
        node(1).delta(Delta.text("a"));
        assertNull(alarm);
        node(1).finished(end(FinishReason.STOP));

        assertEquals(List.of("delta a", "settle 1 Receipt", "completed"), platform.log);
    }

    @Test
    void emptyAnswer_winsToo() {
        begin();
        late();
        node(1).finished(end(FinishReason.STOP));

        assertEquals(
                List.of(
                        "hedge 1",
                        "hedged",
                        "won by first",
                        "cancel",
                        "settle 2 Unheard",
                        "settle 1 Receipt",
                        "completed"),
                platform.log);
    }

    @Test
    void hedgeThatIsPlacedTooLate_isGivenBackUnused() {
        CompletableFuture<Routing> coming = new CompletableFuture<>();
        platform.hedging = coming;
        begin();
        late();
        node(1).delta(Delta.text("a"));
        coming.complete(platform.place(2));
        node(1).finished(end(FinishReason.STOP));

        assertEquals(List.of("hedge 1", "delta a", "settle 2 Unused", "settle 1 Receipt", "completed"), platform.log);
        assertEquals(1, platform.sent.size(), "no node got the hedge");
    }

    @Test
    void hedgeThatCannotBePlaced_changesNothing() {
        platform.hedging = null;
        begin();
        late();
        node(1).delta(Delta.text("a"));
        node(1).finished(end(FinishReason.STOP));

        assertEquals(List.of("hedge 1", "delta a", "settle 1 Receipt", "completed"), platform.log);
    }

    @Test
    void clientThatLeaves_stopsBoth() {
        begin();
        late();
        platform.leave();

        assertEquals(
                List.of("hedge 1", "hedged", "cancel", "settle 2 Unheard", "cancel", "settle 1 Unheard"), platform.log);
    }

    @Test
    void clientThatLeavesWhileAHedgeIsAskedFor_getsItGivenBack() {
        CompletableFuture<Routing> coming = new CompletableFuture<>();
        platform.hedging = coming;
        begin();
        late();
        platform.leave();
        coming.complete(platform.place(2));

        assertEquals(List.of("hedge 1", "cancel", "settle 1 Unheard", "settle 2 Unused"), platform.log);
    }

    @Test
    void firstThatIsRefusedWhileAHedgeIsAskedFor_isFollowedByIt() {
        CompletableFuture<Routing> coming = new CompletableFuture<>();
        platform.hedging = coming;
        begin();
        late();
        node(1).refused(refusal(Kind.ELSEWHERE));
        coming.complete(platform.place(2));
        node(2).delta(Delta.text("b"));
        node(2).finished(end(FinishReason.STOP));

        assertEquals(
                List.of("hedge 1", "settle 1 Refusal", "hedged", "delta b", "settle 2 Receipt", "completed"),
                platform.log);
    }

    @Test
    void firstThatIsRefusedWhileAHedgeIsAskedForInVain_isReroutedAsEver() {
        CompletableFuture<Routing> coming = new CompletableFuture<>();
        platform.hedging = coming;
        begin();
        late();
        node(1).refused(refusal(Kind.ELSEWHERE));
        platform.forget(2);
        coming.complete(new Routing.NotPlaced(new RouteRefusal.NoNode("none", Duration.ZERO)));
        node(2).delta(Delta.text("b"));
        node(2).finished(end(FinishReason.STOP));

        assertEquals(List.of("hedge 1", "reroute 1 Refusal", "delta b", "settle 2 Receipt", "completed"), platform.log);
    }

    @Test
    void clientThatLeavesWhileTheHedgeOfARefusedFirstIsAskedFor_leavesNothingHeld() {
        CompletableFuture<Routing> coming = new CompletableFuture<>();
        platform.hedging = coming;
        begin();
        late();
        node(1).refused(refusal(Kind.ELSEWHERE));
        platform.leave();
        coming.complete(platform.place(2));

        assertEquals(List.of("hedge 1", "settle 1 Refusal", "settle 2 Unused"), platform.log);
    }

    @Test
    void firstOfWhichNothingIsKnown_isNotFollowedByAHedgeThatIsAskedFor() {
        CompletableFuture<Routing> coming = new CompletableFuture<>();
        platform.hedging = coming;
        begin();
        late();
        node(1).failed("gone");
        coming.complete(platform.place(2));

        assertEquals(List.of("hedge 1", "settle 1 Unheard", "refused Unheard", "settle 2 Unused"), platform.log);
    }

    @Test
    void firstThatFails_leavesTheRequestToTheHedge() {
        begin();
        late();
        node(1).failed("gone");
        node(2).delta(Delta.text("b"));
        node(2).finished(end(FinishReason.STOP));

        assertEquals(
                List.of("hedge 1", "hedged", "settle 1 Unheard", "delta b", "settle 2 Receipt", "completed"),
                platform.log);
        assertEquals(List.of(1), platform.failedNodes);
    }

    @Test
    void hedgeThatFails_leavesTheRequestToTheFirst() {
        begin();
        late();
        node(2).refused(refusal(Kind.ELSEWHERE));
        node(1).delta(Delta.text("a"));
        node(1).finished(end(FinishReason.STOP));

        assertEquals(
                List.of("hedge 1", "hedged", "settle 2 Refusal", "delta a", "settle 1 Receipt", "completed"),
                platform.log);
    }

    @Test
    void bothThatAreRefused_areFollowedByOneMore_withinTheMostAttempts() {
        begin();
        late();
        node(1).refused(refusal(Kind.ELSEWHERE));
        node(2).refused(refusal(Kind.ELSEWHERE));
        node(3).refused(refusal(Kind.ELSEWHERE));

        assertEquals(
                List.of(
                        "hedge 1",
                        "hedged",
                        "settle 1 Refusal",
                        "reroute 2 Refusal",
                        "settle 3 Refusal",
                        "refused AttemptsExhausted"),
                platform.log);
    }

    @Test
    void bothThatFailAtACost_leaveLessOfTheHighestCost() {
        begin();
        late();
        node(1).finished(end(FinishReason.ERROR));
        node(2).finished(end(FinishReason.ERROR));
        node(3).delta(Delta.text("c"));
        node(3).finished(end(FinishReason.STOP));

        assertEquals(List.of(NanoUsd.of(2)), platform.chargedBefore);
        assertEquals(NanoUsd.of(2), platform.completed().charged(), "the operator bears one of the two that raced");
    }

    @Test
    void nothingFollows_whereItIsNotKnownWhatOneOfThemCameTo() {
        begin();
        late();
        node(1).failed("gone");
        node(2).refused(refusal(Kind.ELSEWHERE));

        assertEquals(
                List.of("hedge 1", "hedged", "settle 1 Unheard", "settle 2 Refusal", "refused AttemptsExhausted"),
                platform.log);
    }

    @Test
    void brokenAfterItsToken_isNotTakenOverByTheOther() {
        begin();
        late();
        node(2).delta(Delta.text("b"));
        node(2).failed("gone");

        assertEquals("refused BrokenOff", platform.log.getLast());
        assertFalse(platform.log.contains("completed"));
    }

    @Test
    void answerThatIsChecked_isNotHedged() {
        platform.checks(new RoutedProfile("p@1", "text", false, CHECKS), false);
        begin();
        assertNull(alarm);
        node(1).delta(Delta.text("{}"));
        node(1).finished(end(FinishReason.STOP));

        assertEquals("completed", platform.log.getLast());
    }

    @Test
    void hedges_endWithTheirShare() {
        while (platform.hedges.take()) {
            // The share is spent.
        }
        begin();
        late();
        assertEquals(List.of(), platform.log);
        node(1).delta(Delta.text("a"));
        node(1).finished(end(FinishReason.STOP));
    }

    @Test
    void firstThatWasTooSlow_countsWithTheTimeItHadTaken() {
        for (int i = 0; i < 60; i++) {
            platform.clear();
            platform.nodes.clear();
            begin();
            now += Duration.ofSeconds(2).toNanos();
            late();
            node(2).delta(Delta.text("b"));
            node(2).finished(end(FinishReason.STOP));
            platform.hedges.request();
        }

        assertTrue(platform.hedges.late(VARIANT, "p").orElseThrow().compareTo(Duration.ofSeconds(2)) >= 0);
    }

    private static final AnswerChecks CHECKS = new AnswerChecks(0, 0, List.of(), List.of(), List.of(), true);

    private void begin() {
        ChatCompletion.begin(platform.steps(), platform, bug -> platform.bugs.add(bug));
    }

    /// The time after which the first token is late has passed.
    private void late() {
        Runnable rings = alarm;
        alarm = null;
        if (rings != null) {
            rings.run();
        }
    }

    private GenerationListener node(int number) {
        return platform.nodes.get(number - 1);
    }

    private static Finished end(FinishReason reason) {
        return new Finished(Platform.WORD, new Usage(1L, 0L, 1L), reason, Map.of(), NanoUsd.of(1), "");
    }

    private static AttemptRefusal refusal(Kind kind) {
        return new AttemptRefusal(Platform.WORD, kind, "why", 1, NanoUsd.of(1), 1);
    }
}
