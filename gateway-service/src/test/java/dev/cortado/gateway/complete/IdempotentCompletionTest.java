package dev.cortado.gateway.complete;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.gateway.complete.Platform.Script;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.AttemptRefusal.Kind;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener.Finished;
import dev.cortado.gateway.generate.Usage;
import dev.cortado.gateway.idempotency.Claiming;
import dev.cortado.gateway.idempotency.KeptAnswer;
import dev.cortado.gateway.route.RouteRefusal;
import dev.cortado.gateway.route.Routing;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The story of a request that carries an idempotency key.
class IdempotentCompletionTest {

    private static final ReservationId EARLIER = ReservationId.parse("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final Script ANSWERS = node -> node.finished(end(FinishReason.STOP));
    private static final Script REFUSES =
            node -> node.refused(new AttemptRefusal(Platform.WORD, Kind.ELSEWHERE, "full", 0, NanoUsd.ZERO, 0));

    private final Platform platform = new Platform();

    private static Finished end(FinishReason reason) {
        return new Finished(Platform.WORD, new Usage(1L, 0L, 1L), reason, Map.of(), NanoUsd.of(1), "");
    }

    private void begin(Script... scripts) {
        platform.withKey();
        platform.scripts.addAll(List.of(scripts));
        ChatCompletion.begin(platform.steps(), platform, bug -> platform.bugs.add(bug));
    }

    private void assertLog(String... steps) {
        assertEquals(List.of(steps), platform.log);
        assertEquals(0, platform.concurrency.running(), "a permit was kept");
        assertEquals(List.of(), platform.bugs);
        assertEquals(List.of(), platform.openHolds(), "a hold was forgotten");
    }

    @Test
    void withoutAKey_theStoreIsNeverAsked() {
        platform.scripts.add(ANSWERS);
        ChatCompletion.begin(platform.steps(), platform, bug -> platform.bugs.add(bug));
        assertLog("settle 1 Receipt", "completed");
    }

    @Test
    void reservation_isNotedBeforeTheNodeRuns_andTheAnswerKeptBeforeItIsDelivered() {
        begin(ANSWERS);
        assertLog("claim", "note", "settle 1 Receipt", "keep", "completed");
    }

    @Test
    void answeredBefore_isReplayedWithoutARoute() {
        platform.claiming =
                CompletableFuture.completedFuture(new Claiming.Answered(new KeptAnswer(EARLIER, "text/plain", "once")));
        begin();
        assertEquals(List.of("claim", "replayed once"), platform.log);
        assertEquals(0, platform.concurrency.running());
    }

    @Test
    void refusedClaims_endBeforeARoute() {
        for (Claiming refused : List.of(
                new Claiming.InFlight(),
                new Claiming.AnotherRequest(),
                new Claiming.LostTooOften(4),
                new Claiming.Unavailable())) {
            platform.clear();
            platform.claiming = CompletableFuture.completedFuture(refused);
            begin();
            assertEquals(List.of("claim", "refused NotClaimed"), platform.log);
            assertEquals(0, platform.concurrency.running());
        }
    }

    @Test
    void reservationThatCannotBeNoted_isGivenBackUnused() {
        platform.notes = false;
        begin(ANSWERS);
        assertLog("claim", "note", "settle 1 Unused", "free", "refused NotClaimed");
    }

    @Test
    void refusalThatCostNothing_freesTheKey() {
        platform.routing =
                CompletableFuture.completedFuture(new Routing.NotPlaced(new RouteRefusal.RouterUnreachable("")));
        begin();
        assertEquals(List.of("claim", "free", "refused NotRouted"), platform.log);

        platform.clear();
        platform.routing = CompletableFuture.completedFuture(platform.place(1));
        begin(REFUSES, REFUSES, REFUSES);
        assertEquals(
                List.of("settle 3 Refusal", "free", "refused AttemptsExhausted"),
                platform.log.subList(platform.log.size() - 3, platform.log.size()));
    }

    @Test
    void endThatMayBeCharged_leavesTheKeyAsLost() {
        for (Script charged :
                List.<Script>of(node -> node.failed("gone"), node -> node.meteringUnavailable("no broker"), node -> {
                    node.delta(Delta.text("a"));
                    node.finished(end(FinishReason.ERROR));
                })) {
            platform.clear();
            begin(charged);
            assertTrue(platform.log.contains("lost"), platform.log.toString());
            assertTrue(platform.log.indexOf("lost") < platform.log.size() - 1, "told before the store was");
        }
    }

    @Test
    void errorWithReceipt_thenRefusals_leavesTheKeyAsLost() {
        begin(node -> node.finished(end(FinishReason.ERROR)), REFUSES, REFUSES);
        assertTrue(platform.log.contains("lost"), platform.log.toString());
    }

    @Test
    void rerun_namesTheLostReservationToTheRouter() {
        platform.claiming = CompletableFuture.completedFuture(Platform.claimed(EARLIER));
        begin(ANSWERS);
        assertEquals(EARLIER, Objects.requireNonNull(platform.query).rerunOf());
    }

    @Test
    void clientGone_whileClaiming_freesTheKeyThatComesAfterwards() {
        platform.claiming = new CompletableFuture<>();
        begin();
        platform.leave();
        platform.claiming.complete(Platform.claimed(null));
        assertEquals(List.of("claim", "free"), platform.log);
    }

    @Test
    void clientGone_whileGenerating_leavesTheKeyAsLost() {
        begin(node -> node.delta(Delta.text("a")));
        platform.leave();
        assertLog("claim", "note", "delta a", "cancel", "settle 1 Unheard", "lost");
    }

    @Test
    void clientGone_onceTheAnswerIsWhole_keepsItForWhoComesAgain() {
        platform.settling = new CompletableFuture<>();
        begin(ANSWERS);
        platform.leave();
        platform.settling.complete(Platform.AFTER);
        assertLog("claim", "note", "settle 1 Receipt", "keep");
    }

    /// Whatever happens, a claim ends once: kept, lost or free; and it is free only where nothing may be charged.
    @Test
    void anyOrderOfEvents_endsEveryClaimOnce() {
        Random random = new Random(4);
        for (int run = 0; run < 5_000; run++) {
            platform.clear();
            Script chance = node -> {
                if (random.nextBoolean()) {
                    node.delta(Delta.text("d"));
                }
                platform.presents = random.nextBoolean();
                switch (random.nextInt(8)) {
                    case 0 -> node.finished(end(FinishReason.STOP));
                    case 1 -> node.finished(end(FinishReason.ERROR));
                    case 2 -> node.failed("x");
                    case 3 -> node.meteringUnavailable("x");
                    case 4 -> REFUSES.play(node);
                    case 5 -> node.notPresented("x");
                    case 6 ->
                        node.refused(new AttemptRefusal(Platform.WORD, Kind.HOLD_TOO_SMALL, "x", 0, NanoUsd.ZERO, 0));
                    default -> platform.leave();
                }
            };
            begin(chance, chance, chance);
            platform.leave();
            long ends = platform.log.stream()
                    .filter(step -> List.of("keep", "lost", "free").contains(step))
                    .count();
            assertEquals(1, ends, platform.log.toString());
            boolean charged =
                    platform.log.stream().anyMatch(step -> step.endsWith("Unheard") || step.endsWith("Receipt"));
            assertEquals(charged, !platform.log.contains("free"), platform.log.toString());
            assertEquals(0, platform.concurrency.running());
            assertEquals(List.of(), platform.openHolds());
        }
    }
}
